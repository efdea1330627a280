import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { check } from '../stories/check-answer.js';
import { loginEvents } from '../stories/login-events.js';
import { type Performance, setUp } from '../stories/play.js';
import { playStep, titleOf } from '../stories/play-step.js';
import { isLogin, readStories } from '../stories/read-story.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { type Composition, describeComposition } from './compose.js';
import { podman } from './podman.js';

const story = readStories().find(({ file }) => file === 'company.yaml');
if (story === undefined) throw new Error('the story is not there');

/** A login with a password alone, from the office. */
const REPEATED = 'c01';
const PROJECT = 'gatepost-stories';
const RUNNING = [
  'policy',
  'credential',
  'otp',
  'passkey',
  'saml',
  'trust-store',
  'audit',
  'portal',
];

describe('docker-compose.yml with two replicas of each service', () => {
  const composition: Composition = describeComposition({
    project: PROJECT,
    overlays: ['compose.two-replicas.yml'],
    replicas: 2,
  });
  let frontEnd: ProtoClient;
  let performance: Performance;
  const decided: Message[] = [];

  beforeAll(async () => {
    await composition.up();
    frontEnd = await composition.client('mail');
    const admin = await composition.client('operator');
    performance = await setUp(story, { frontEnd, admin, clock: composition.clock });
  });
  afterAll(async () => {
    await composition.remove();
    const left = await Promise.all([
      podman('ps', '-aq', '--filter', `name=${PROJECT}`),
      podman('volume', 'ls', '-q', '--filter', `name=${PROJECT}`),
      podman('network', 'ls', '-q', '--filter', `name=${PROJECT}`),
    ]);
    expect(left.join(''), 'nothing is left behind').toBe('');
  });

  it('runs each service as nobody, with nothing to write to', async () => {
    for (const service of RUNNING) {
      const name = composition.container(service);
      const inside = (command: string) => podman('exec', name, 'sh', '-c', command);
      expect(await inside('id -u')).toBe('65532\n');
      expect(await inside('grep CapEff /proc/self/status')).toMatch(/\t0+\n$/);
      await expect(inside('touch /app/a /tmp/a'), service).rejects.toThrow('Read-only');
      expect(await inside('ls /run/gatepost')).toBe(`${service}\n`);
    }
  });

  it('publishes what front-ends call, on the loopback, and nothing else', async () => {
    const published = await podman('ps', '--filter', `name=${PROJECT}`, '--format', '{{.Ports}}');
    const ports = published.split('\n').filter((line) => line !== '');
    expect(ports).toSatisfy((all: string[]) => all.every((line) => /^127\.0\.0\.1:/.test(line)));
    const inside = ports.map((line) => line.replace(/.*->/, '')).sort();
    const called = ['7101/tcp', '7102/tcp', '7103/tcp', '7104/tcp', '7105/tcp', '7106/tcp'];
    // There is one edge with two ports, which podman lists together.
    expect(inside).toEqual([...called.flatMap((port) => [port, port]), '7108-7109/tcp']);
  });

  for (const [index, step] of story.logins.entries()) {
    if (!isLogin(step)) {
      it(titleOf(step, index), () => playStep(step, performance));
    } else {
      it(titleOf(step, index), async () => {
        for (let time = 1; time <= step.repeat; time += 1) {
          const answer = await performance.login(step).catch((error) => ({ error }));
          if (!('error' in answer)) decided.push(answer);
          check(step, answer);
        }
      });
    }
  }

  it('gives the right answer or none while processes are killed, and starts them again', async () => {
    const office = story.logins.find((step) => isLogin(step) && step.id === REPEATED);
    if (office === undefined || !isLogin(office)) throw new Error('no login to repeat');
    const before = decided.length;
    for (const service of ['credential', 'policy', 'audit']) {
      const pid = await podman('inspect', '-f', '{{.State.Pid}}', composition.container(service));
      process.kill(Number(pid), 'SIGKILL');
      for (let time = 0; time < 20; time += 1) {
        const answer = await performance.login(office).catch((error) => ({ error }));
        if ('error' in answer) expect([4, 14], answer.error.message).toContain(answer.error.code);
        else decided.push(answer);
        if (!('error' in answer)) expect(answer.decision).toBe('DECISION_ALLOW');
      }
      await until('every service serves', async () => {
        const said = await composition.cli('health');
        expect(said).not.toMatch(/NOT_SERVING|UNREACHABLE|^$/);
      });
    }
    expect(decided.length).toBeGreaterThan(before);
  });

  it('has each decision in the record, which verifies', async () => {
    const count = decided.length + performance.begun.length;
    const events = await loginEvents(await composition.client('auditor'), count);
    const recorded = new Set(events.map(({ id }) => id));
    const told = [...decided, ...performance.begun];
    expect(told.filter(({ decision_id }) => !recorded.has(decision_id))).toEqual([]);
    expect(await composition.cli('audit', 'verify')).toContain('nothing was changed');
  });
});
