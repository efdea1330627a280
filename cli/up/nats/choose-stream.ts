import { spawnSync } from 'node:child_process';
import { CliError } from '../../output/exit.js';

/** The live stream of events, if there is one. */
export type Stream =
  /** NATS_URL names the servers. */
  | { readonly kind: 'external'; readonly servers: readonly string[] }
  /** There is a nats-server on the PATH, and we run it. */
  | { readonly kind: 'own'; readonly version: readonly [number, number] }
  | { readonly kind: 'off' };

/**
 * Looks for NATS: `NATS_URL`, then `nats-server` on the PATH.
 * @throws CliError if NATS_URL is malformed
 */
export function chooseStream(env: NodeJS.ProcessEnv = process.env): Stream {
  if (env.NATS_URL !== undefined && env.NATS_URL !== '') {
    return { kind: 'external', servers: env.NATS_URL.split(',').map(readServer) };
  }
  const { status, stdout } = spawnSync('nats-server', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(stdout ?? '') ?? [];
  if (status !== 0 || major === undefined) return { kind: 'off' };
  return { kind: 'own', version: [Number(major), Number(minor)] };
}

function readServer(text: string): string {
  const server = text.trim();
  if (/^(nats|tls):\/\/[^\s/@]+:\d{1,5}$/.test(server)) return server;
  throw new CliError(
    'NATS_URL must be nats://host:port or tls://host:port; separate several with commas',
  );
}

/** The stream in words, for the banner. */
export function describeStream(stream: Stream, port: number): string {
  switch (stream.kind) {
    case 'external':
      return stream.servers.join(', ');
    case 'own':
      return `nats://127.0.0.1:${port}`;
    case 'off':
      return 'off: there is no NATS_URL, and no nats-server on the PATH (the record is whole without)';
    default:
      return stream satisfies never;
  }
}
