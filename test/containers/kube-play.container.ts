import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { type Cluster, openCluster } from './kube-play.js';
import { podman } from './podman.js';
import { renderOverlay } from './render.js';

const STORING = [
  'policy',
  'credential',
  'otp',
  'passkey',
  'saml',
  'trust-store',
  'audit',
  'portal',
];
const SERVICES = [...STORING, 'edge'];

/** Without a kubelet, probes, scheduling, network policies and Services are not tested. */
describe('the overlay demo, run by podman kube play', () => {
  let cluster: Cluster;
  const patient = { everyMs: 1000 };

  beforeAll(async () => {
    cluster = await openCluster(await renderOverlay('demo'));
    // The order does not matter, as with `kubectl apply`.
    for (const name of ['postgres', 'nats', 'migrate', 'roles', ...SERVICES]) {
      await cluster.play(name);
    }
  });
  afterAll(() => cluster.remove());

  it('makes roles and schemas, and each Job ends well', async () => {
    await until(
      'the roles are made',
      async () => expect(await cluster.state('roles')).toBe('exited 0'),
      patient,
    );
    for (const service of STORING) {
      await until(
        `${service} has its schema`,
        async () => expect(await cluster.state('migrate', service)).toBe('exited 0'),
        patient,
      );
    }
  });

  it('serves with every service, as its probes ask', async () => {
    for (const service of SERVICES) {
      const health = () =>
        cluster
          .inside(service, 'gatepost', 'health', '--of', `/etc/gatepost/${service}.yaml`)
          .catch(({ message }) => message as string);
      await until(
        `${service} serves`,
        async () => expect(await health()).toMatch(/\bSERVING/),
        patient,
      );
      const live = await fetch(`http://${cluster.address(service)}:9100/livez`);
      expect(live.status, service).toBe(200);
    }
  });

  it('runs each as nobody, with nothing to write to', async () => {
    for (const service of SERVICES) {
      const inside = (command: string) => cluster.inside(service, 'sh', '-c', command);
      expect(await inside('id -u')).toBe('65532\n');
      expect(await inside('grep CapEff /proc/self/status')).toMatch(/\t0+\n$/);
      await expect(inside('touch /app/a'), service).rejects.toThrow('Read-only');
      expect(await cluster.logs(service), service).not.toContain('lets others');
    }
  });

  it("decides the demo's logins as expected", async () => {
    await cluster.play('demo');
    await until(
      'the demo has ended',
      async () => expect(await cluster.state('demo')).toBe('exited 0'),
      patient,
    );
    expect((await cluster.logs('demo')).trimEnd()).toMatch(
      /decisions: [1-9]\d* as expected, 0 not$/,
    );
  });

  it('starts again what was killed', async () => {
    const pid = () => podman('inspect', '-f', '{{.State.Pid}}', 'credential-credential');
    const before = await pid();
    process.kill(Number(before), 'SIGKILL');
    const old = new RegExp(`^(0|${before.trim()})\n$`);
    await until('it runs again', async () => expect(await pid()).not.toMatch(old), patient);
  });
});
