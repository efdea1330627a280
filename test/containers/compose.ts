import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { execute, IMAGE, podman } from './podman.js';

const SERVICES = [
  'policy',
  'credential',
  'otp',
  'passkey',
  'saml',
  'trust-store',
  'audit',
] as const;
const FIRST_PORT = 17_100;

/** An installation run by `docker compose`, and a caller outside of it. */
export interface Composition {
  readonly project: string;
  readonly clock: { now(): number; advance(ms: number): void };
  /** Runs `docker-compose <args>` with this installation's files. */
  compose(...args: readonly string[]): Promise<string>;
  up(...services: readonly string[]): Promise<void>;
  /** Runs the command line in a container. */
  cli(...args: readonly string[]): Promise<string>;
  /** The name of a service's container. */
  container(service: string): string;
  /** A caller on this machine, with the certificates that were made for it. */
  client(identity: string): Promise<ProtoClient>;
  /** Stops everything and deletes its data. */
  remove(): Promise<void>;
}

/**
 * @param overlays under deploy/, besides docker-compose.yml
 * @param replicas of each service, for the ports that clients are given
 */
export function describeComposition(options: {
  project: string;
  overlays?: readonly string[];
  replicas?: number;
}): Composition {
  const { project, overlays = [], replicas = 1 } = options;
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-compose-'));
  let offset = 0;
  const test = writeTestOverlay(dir, replicas);
  const files = ['docker-compose.yml', ...overlays.map((name) => `deploy/${name}`), test];
  const ports = portsFor();
  const compose = (...args: readonly string[]) =>
    execute(
      'docker-compose',
      [
        '-p',
        project,
        '--project-directory',
        '.',
        ...files.flatMap((file) => ['-f', file]),
        ...args,
      ],
      { GATEPOST_IMAGE: IMAGE, ...ports },
    );
  const clients: ProtoClient[] = [];
  const container = (service: string) => `${project}_${service}_1`;
  return {
    project,
    compose,
    container,
    clock: {
      now: () => Date.now() + offset,
      advance(ms) {
        offset += ms;
        writeFileSync(join(dir, 'clock', 'offset'), `${offset}`);
      },
    },
    async up(...services) {
      await compose('up', '-d', '--no-build', ...services);
    },
    cli: (...args) => compose('run', '--rm', '-T', '--no-deps', 'cli', ...args),
    async client(identity) {
      const read = (file: string) =>
        podman(
          'run',
          '--rm',
          '-v',
          `${project}_operator:/operator:ro`,
          IMAGE,
          'cat',
          `/operator/${file}`,
        );
      const tls = {
        ca: join(dir, 'ca.crt'),
        cert: join(dir, `${identity}.crt`),
        key: join(dir, `${identity}.key`),
      };
      writeFileSync(tls.ca, await read('ca.crt'));
      writeFileSync(tls.cert, await read(`${identity}.crt`));
      writeFileSync(tls.key, await read(`${identity}.key`), { mode: 0o600 });
      const targets = Object.fromEntries(
        SERVICES.map((service, index) => [
          service.replace('-', ''),
          Array.from(
            { length: replicas },
            (_, n) => `127.0.0.1:${FIRST_PORT + index + 1 + 10 * n}`,
          ),
        ]),
      );
      const client = connectByProto({ targets, tls });
      clients.push(client);
      return client;
    },
    async remove() {
      for (const client of clients) client.close();
      await compose('down', '-v', '--remove-orphans', '-t', '5');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function portsFor(): Record<string, string> {
  const ports: Record<string, string> = {};
  SERVICES.forEach((service, index) => {
    const name = service.toUpperCase().replace('-', '_');
    ports[`GATEPOST_${name}_PORT`] = `${FIRST_PORT + index + 1}`;
    ports[`GATEPOST_${name}_2_PORT`] = `${FIRST_PORT + index + 11}`;
  });
  return { ...ports, GATEPOST_EDGE_PORT: '17108', GATEPOST_FORWARD_AUTH_PORT: '17109' };
}

/**
 * The test's additions: the time of every process can be moved, and audit can be called from outside. Everything else is
 * as in the files.
 */
function writeTestOverlay(dir: string, replicas: number): string {
  const from = join(packageRoot, 'deploy', 'config');
  mkdirSync(join(dir, 'clock'));
  mkdirSync(join(dir, 'config'));
  writeFileSync(join(dir, 'clock', 'offset'), '0');
  for (const name of readdirSync(from)) {
    const clock = name.endsWith('.access.yaml') ? '' : '\nclock: { offset-file: /clock/offset }\n';
    writeFileSync(join(dir, 'config', name), readFileSync(join(from, name), 'utf8') + clock);
  }
  execute('chmod', ['-R', 'a+rX', dir]);
  const volumes = [`${dir}/config:/etc/gatepost:ro`, `${dir}/clock:/clock:ro`];
  const names = [...SERVICES, ...(replicas > 1 ? SERVICES.map((name) => `${name}-2`) : [])];
  const ports = (name: string) =>
    name === 'audit'
      ? { ports: [`127.0.0.1:${FIRST_PORT + 6}:7106`] }
      : name === 'audit-2'
        ? { ports: [`127.0.0.1:${FIRST_PORT + 16}:7106`] }
        : {};
  const services = Object.fromEntries(
    [...names, 'migrate'].map((name) => [name, { volumes, ...ports(name) }]),
  );
  const file = join(dir, 'overlay.yml');
  writeFileSync(file, stringify({ services }));
  return file;
}
