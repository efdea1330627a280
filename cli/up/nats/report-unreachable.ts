import { connect } from 'node:net';
import type { Stream } from './choose-stream.js';

const TIMEOUT_MS = 2_000;

/** Reports if none of the servers in NATS_URL can be reached. Nothing fails then; events wait. */
export async function reportUnreachable(
  stream: Stream,
  report: (text: string) => void,
): Promise<void> {
  if (stream.kind !== 'external') return;
  const reached = await Promise.all(stream.servers.map(isReachable));
  if (reached.includes(true)) return;
  const servers = stream.servers.join(', ');
  report(
    `NATS_URL: ${servers} cannot be reached now; events wait until it can, and are in the record`,
  );
}

function isReachable(server: string): Promise<boolean> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
