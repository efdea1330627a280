import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'nats';
import { claimPort } from '../../testing/claim-ports.js';
import { until } from '../../testing/until.js';

/** A nats-server for a test, with its files in `dir`. */
export interface NatsServer {
  readonly url: string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again on the same port with the same files. */
  start(): Promise<void>;
}

/**
 * Starts the `nats-server` of the PATH on a free port of 127.0.0.1, and waits until it answers.
 * @param args more arguments of its command line; by default JetStream is on
 * @throws Error if it ends before it answers
 */
export async function startNatsServer(dir: string, args = ['-js']): Promise<NatsServer> {
  const port = await claimPort();
  let child: ChildProcess;
  const server: NatsServer = {
    url: `nats://127.0.0.1:${port}`,
    async kill(signal) {
      const exited = once(child, 'exit');
      if (child.kill(signal)) await exited;
    },
    async start() {
      const all = ['-a', '127.0.0.1', '-p', String(port), '-sd', dir, ...args];
      child = spawn('nats-server', all, { stdio: 'ignore' });
      await until('nats-server answers', async () => {
        if (child.exitCode !== null) throw new Error('nats-server has ended');
        // Even a refusal to authenticate shows that the server is up.
        const probe = await connect({ servers: server.url, reconnect: false, timeout: 1000 }).catch(
          (error: { code?: string }) => error.code,
        );
        if (typeof probe === 'object') await probe.close();
        else if (probe === 'CONNECTION_REFUSED' || probe === 'TIMEOUT') throw new Error(probe);
      });
    },
  };
  await server.start();
  return server;
}
