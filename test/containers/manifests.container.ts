import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { type Manifest, podOf, renderOverlay } from './render.js';
import { validateManifest } from './validate-manifest.js';

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
const overlays = {
  demo: await renderOverlay('demo'),
  production: await renderOverlay('production'),
  'production with all': await renderOverlay('production with all'),
};

it('adds notice, and whom it calls, where an overlay names it', () => {
  const manifests = overlays['production with all'];
  const named = (name: string) =>
    manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
  const peers = Object.keys(settingsOf('notice').peers ?? {});
  const out = named('notice')?.spec.egress.map((rule: Rule) => rule.to);
  expect(namesIn(out)).toEqual([...peers, 'postgres', 'nats'].sort());
  for (const peer of peers) {
    const [calls] = named(`${peer}-from-notice`)?.spec.ingress ?? [];
    expect(namesIn([calls.from])).toEqual(['notice']);
    expect(calls.ports).toContainEqual({ port: portOf(settingsOf(peer).listen) });
  }
  expect(namesIn(named('portal-to-notice')?.spec.egress.map((rule: Rule) => rule.to))).toEqual([
    'notice',
  ]);
  const deployment = manifests.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'notice',
  );
  const mounts = deployment?.spec.template.spec.containers[0].volumeMounts;
  expect(mounts.map(({ mountPath }: Mount) => mountPath).sort()).toEqual([
    '/etc/gatepost',
    '/run/gatepost/notice/secrets',
    '/run/gatepost/notice/tls',
  ]);
  expect(overlays.production.some(({ metadata }) => metadata.name.includes('notice'))).toBe(false);
});

it('adds the console, and whom it calls, where an overlay names it', () => {
  const manifests = overlays['production with all'];
  const named = (name: string) =>
    manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
  const peers = Object.keys(settingsOf('console').peers ?? {});
  const out = named('console')?.spec.egress.map((rule: Rule) => rule.to);
  expect(namesIn(out)).toEqual([...peers, 'portal'].sort());
  for (const peer of peers) {
    const [calls] = named(`${peer}-from-console`)?.spec.ingress ?? [];
    expect(namesIn([calls.from])).toEqual(['console']);
    expect(calls.ports).toEqual([{ port: portOf(settingsOf(peer).listen) }]);
  }
  // Only browsers reach it; no service calls it.
  const [pages, metrics] = named('console')?.spec.ingress ?? [];
  expect(pages).toEqual({ ports: [{ port: 7309 }] });
  expect(metrics.ports).toEqual([{ port: 9100 }]);
  const deployment = manifests.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'console',
  );
  const mounts = deployment?.spec.template.spec.containers[0].volumeMounts;
  expect(mounts.map(({ mountPath }: Mount) => mountPath).sort()).toEqual([
    '/etc/gatepost',
    '/run/gatepost/console/secrets',
    '/run/gatepost/console/tls',
  ]);
  expect(overlays.production.some(({ metadata }) => metadata.name.includes('console'))).toBe(false);
});

it('adds a pod with the command line where an overlay names it', () => {
  const cli = overlays['production with all'].find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'cli',
  );
  expect(cli?.spec.template.metadata.labels).toMatchObject({ 'gatepost/cli': 'true' });
  expect(overlays.production.some(({ metadata }) => metadata.name === 'cli')).toBe(true);
  expect(
    overlays.production.some(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'cli',
    ),
  ).toBe(false);
});

describe.each(Object.entries(overlays))('the overlay %s', (_, manifests) => {
  it('is what the schemas of Kubernetes demand', async () => {
    expect(manifests.length).toBeGreaterThan(50);
    for (const manifest of manifests) {
      const named = `${manifest.kind} ${manifest.metadata.name}`;
      await expect(validateManifest(manifest), named).resolves.toBeUndefined();
    }
    const deployment = manifests.find(({ kind }) => kind === 'Deployment') as Manifest;
    const misspelt = { ...deployment, spec: { ...deployment.spec, replica: 2 } };
    await expect(validateManifest(misspelt), 'the schemas are strict').rejects.toThrow();
  });

  it('keeps every pod within the restricted standard', () => {
    const pods = manifests.map(podOf).filter((pod) => pod !== undefined);
    expect(pods.length).toBeGreaterThan(6);
    for (const { spec } of pods) {
      expect(spec.automountServiceAccountToken).toBe(false);
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of spec.containers) {
        expect(container.securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.resources.limits.memory, container.name).toBeDefined();
      }
    }
  });

  it('lets the services call whom they are configured to call, and no other', () => {
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    const everything = policies.find(({ metadata }) => metadata.name === 'nothing-else');
    expect(everything?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    for (const service of SERVICES) {
      // A component also allows the connections that it adds.
      const peers = peersOf(service).filter((peer) => SERVICES.includes(peer));
      const { spec } = policies.find(({ metadata }) => metadata.name === service) as Manifest;
      const stores = STORING.includes(service) ? ['postgres', 'nats'] : [];
      expect(namesIn(spec.egress.map((rule: Rule) => rule.to))).toEqual(
        [...peers, ...stores].sort(),
      );
      const callers = SERVICES.filter((other) => peersOf(other).includes(service));
      // Browsers reach portal's pages from anywhere, which another rule allows.
      const calls = spec.ingress.find(({ from }: { from?: unknown }) => from !== undefined);
      expect(namesIn([calls.from])).toEqual(callers.sort());
      expect(calls.ports).toContainEqual({ port: portOf(settingsOf(service).listen) });
    }
  });

  it('lets the CLI out to each service that lets it in', () => {
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    const specOf = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec;
    const out = JSON.stringify(specOf('cli').egress);
    for (const service of SERVICES) {
      if (!JSON.stringify(specOf(service).ingress).includes('gatepost/cli')) continue;
      expect(out).toContain(`"${service}"`);
    }
  });

  it('gives each service the files that its configuration names', () => {
    for (const service of SERVICES) {
      const { spec } = podOf(
        manifests.find(
          (manifest) => podOf(manifest) !== undefined && manifest.metadata.name === service,
        ) as Manifest,
      );
      const mounts = spec.containers[0].volumeMounts.map(({ mountPath }: Mount) => mountPath);
      expect(mounts.sort().filter((path: string) => path !== '/var/lib/gatepost')).toEqual([
        '/etc/gatepost',
        `/run/gatepost/${service}/secrets`,
        `/run/gatepost/${service}/tls`,
      ]);
    }
  });
});

it('gives each identity of the production overlay one SPIFFE URI', () => {
  const certificates = overlays.production.filter(
    ({ kind, spec }) => kind === 'Certificate' && spec.isCA !== true,
  );
  expect(certificates.length).toBeGreaterThan(SERVICES.length);
  for (const { metadata, spec } of certificates) {
    expect(spec.uris).toHaveLength(1);
    expect(spec.uris[0]).toMatch(
      new RegExp(`^spiffe://gatepost/(service|front-end|admin|auditor)/${metadata.name}$`),
    );
  }
});

interface Rule {
  readonly to: readonly Peer[];
}

interface Mount {
  readonly mountPath: string;
}

interface Peer {
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

function namesIn(peers: readonly (readonly Peer[])[]): string[] {
  return peers
    .flat()
    .map(({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name'])
    .filter((name) => name !== undefined)
    .sort();
}

function settingsOf(service: string): { listen: string; peers?: Record<string, unknown> } {
  return parse(readFileSync(join(packageRoot, 'deploy', 'config', `${service}.yaml`), 'utf8'));
}

/** The services that a service calls. edge also sends browsers to portal, if a listener of its configuration does. */
function peersOf(service: string): string[] {
  const peers = Object.keys(settingsOf(service).peers ?? {});
  return service === 'edge' ? [...peers, 'portal'] : peers;
}

function portOf(listen: string): number {
  return Number(listen.split(':').at(-1));
}
