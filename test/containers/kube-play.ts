import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { execute, IMAGE, podman } from './podman.js';
import { type Manifest, podOf } from './render.js';

const NETWORK = 'gatepost-kube';
const PREFIX = '10.89.77';
/** The first address belongs to the bridge. */
const FIRST_HOST = 10;

/** The pods of an overlay, run by `podman kube play` on this machine. */
export interface Cluster {
  /** Creates and starts the pod of a Deployment, a StatefulSet or a Job, one replica. */
  play(workload: string): Promise<void>;
  address(workload: string): string;
  /** Runs a command in a container, by default the one with the pod's name. */
  inside(workload: string, ...command: readonly string[]): Promise<string>;
  logs(workload: string, container?: string): Promise<string>;
  /** `exited 0`, `running 0` */
  state(workload: string, container?: string): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Plays manifests as they are, with these exceptions, as podman 4.3 lacks what a kubelet does: Jobs and StatefulSets
 * are
 * played as their pods; Secrets are played as ConfigMaps (podman mounts them undecoded); a projected volume is played
 * as
 * one volume for each source; the names of Services are in `hostAliases`; probes and ports are left out; and
 * `defaultMode` and `fsGroup` are applied before a pod starts.
 */
export async function openCluster(manifests: readonly Manifest[]): Promise<Cluster> {
  const workloads = manifests.filter((manifest) => podOf(manifest) !== undefined);
  const names = workloads.map(({ metadata }) => metadata.name);
  const address = (name: string) => `${PREFIX}.${FIRST_HOST + names.indexOf(name)}`;
  const hostAliases = names.map((name) => ({ ip: address(name), hostnames: [name] }));
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-kube-'));
  const volumes = new Set<string>();
  await podman('network', 'create', '--subnet', `${PREFIX}.0/24`, NETWORK);
  return {
    address,
    async play(name) {
      const workload = workloads.find(({ metadata }) => metadata.name === name);
      if (workload === undefined) throw new TypeError(`there is no ${name}`);
      const { documents, group } = toPlay(workload, manifests, hostAliases);
      const file = join(dir, `${name}.yaml`);
      writeFileSync(file, documents.map((document) => stringify(document)).join('---\n'));
      const where = ['--network', NETWORK, '--ip', address(name)];
      // podman builds an image if the current directory contains a directory with the image's name, so it runs
      // elsewhere.
      const play = 'cd "$1" && shift && exec podman kube play --start=false "$@"';
      await execute('sh', ['-c', play, 'sh', dir, ...where, file]);
      for (const { kind, metadata } of documents) {
        if (kind === 'Pod') continue;
        volumes.add(metadata.name);
        if (kind === 'ConfigMap') await giveToGroup(metadata.name, group);
      }
      await podman('pod', 'start', name);
    },
    inside: (name, ...command) => podman('exec', `${name}-${name}`, ...command),
    logs: async (name, container = name) => {
      // Includes standard error.
      const both = 'podman logs "$1" 2>&1';
      return execute('sh', ['-c', both, 'sh', `${name}-${container}`]);
    },
    state: async (name, container = name) => {
      const format = '{{.State.Status}} {{.State.ExitCode}}';
      return (await podman('inspect', '-f', format, `${name}-${container}`)).trim();
    },
    async remove() {
      for (const name of names) await podman('pod', 'rm', '-f', '-t', '2', name).catch(() => {});
      for (const name of volumes) await podman('volume', 'rm', '-f', name).catch(() => {});
      await podman('network', 'rm', '-f', NETWORK);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Does what a kubelet does for `defaultMode: 0440` and `fsGroup`. */
async function giveToGroup(volume: string, group: number): Promise<void> {
  const place = await podman('volume', 'inspect', '-f', '{{.Mountpoint}}', volume).catch(() => '');
  // ConfigMaps that are not a volume of this pod.
  if (place === '') return;
  const command =
    'chown -R 0:"$2" "$1" && chmod 0750 "$1" && find "$1" -type f -exec chmod 0440 {} +';
  await execute('sh', ['-c', command, 'sh', place.trim(), `${group}`]);
}

/** A workload's pod, with the files that it mounts. */
function toPlay(workload: Manifest, manifests: readonly Manifest[], hostAliases: object[]) {
  const { metadata, spec } = structuredClone(podOf(workload));
  for (const container of spec.containers) {
    if (/^gatepost[:@]?/.test(container.image)) container.image = IMAGE;
    // podman would publish the ports on this machine, and probes name them.
    for (const key of ['ports', 'startupProbe', 'readinessProbe', 'livenessProbe']) {
      delete container[key];
    }
    container.volumeMounts = container.volumeMounts.flatMap((mount: Mount) => {
      const volume = spec.volumes?.find(({ name }: Volume) => name === mount.name);
      return (volume?.projected?.sources ?? []).length === 0 ? [mount] : mountsOf(volume, mount);
    });
  }
  const { name } = workload.metadata;
  const claims: Manifest[] = workload.spec.volumeClaimTemplates ?? [];
  const volumes = [
    ...(spec.volumes ?? []).flatMap(asConfigMaps),
    ...claims.map((claim) => {
      return {
        name: claim.metadata.name,
        persistentVolumeClaim: { claimName: claim.metadata.name },
      };
    }),
  ];
  const mounted = new Set(
    volumes.map((v) => v.configMap?.name ?? v.persistentVolumeClaim?.claimName),
  );
  const files = manifests
    .filter(({ kind }) => ['ConfigMap', 'Secret', 'PersistentVolumeClaim'].includes(kind))
    .concat(claims.map((claim) => ({ ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim' })))
    .filter((manifest) => mounted.has(manifest.metadata.name))
    .map(asConfigMap);
  const pod = { ...spec, volumes, hostAliases };
  return {
    documents: [
      ...files,
      { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec: pod },
    ],
    group: spec.securityContext.fsGroup as number,
  };
}

interface Item {
  readonly key: string;
  readonly path: string;
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { name: string; items?: Item[] };
  readonly secret?: { secretName: string };
  readonly persistentVolumeClaim?: { claimName: string };
  readonly projected?: { sources: { secret: { name: string; items: Item[] } }[] };
}

/** All sources of a projected volume fill one directory. */
function mountsOf({ name, projected }: Volume, { mountPath }: Mount): object[] {
  return (projected?.sources ?? []).map(({ secret }, i) => {
    const { path } = secret.items[0] as Item;
    return { name: `${name}-${i}`, mountPath: join(mountPath, dirname(path)), readOnly: true };
  });
}

function asConfigMaps(volume: Volume): Volume[] {
  const { name, secret, projected } = volume;
  if (secret !== undefined) return [{ name, configMap: { name: secret.secretName } }];
  if (projected === undefined) return [volume];
  return projected.sources.map((source, i) => {
    const items = source.secret.items.map(({ key, path }) => ({ key, path: basename(path) }));
    return { name: `${name}-${i}`, configMap: { name: source.secret.name, items } };
  });
}

function asConfigMap(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret') return manifest;
  const { apiVersion, metadata, data = {} } = manifest;
  const decoded = Object.entries(data).map(([key, value]) => {
    return [key, Buffer.from(value, 'base64').toString('utf8')];
  });
  return { apiVersion, kind: 'ConfigMap', metadata, data: Object.fromEntries(decoded) };
}
