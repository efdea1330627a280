import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect } from 'nats';

/** A nats-server of a test, with its files in `dir`. */
export interface NatsServer {
  readonly url: string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again on the same port and files. */
  start(): Promise<void>;
}

export async function startNatsServer(dir: string, args = ['-js']): Promise<NatsServer> {
  const port = await freePort();
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
      for (let tries = 1; ; tries += 1) {
        // Even a refusal to let us in says that it is there.
        const probe = await connect({ servers: server.url, reconnect: false, timeout: 1000 }).catch(
          (error: { code?: string }) => error.code,
        );
        if (typeof probe === 'object') await probe.close();
        if (probe !== 'CONNECTION_REFUSED' && probe !== 'TIMEOUT') return;
        if (tries > 200 || child.exitCode !== null) throw new Error('nats-server does not start');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
