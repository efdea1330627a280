import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimServerPorts, deployed, type Program, startProgram } from './program.js';

/** Debian's Caddy, on a port of its own. */
export interface Caddy extends Program {
  readonly http: number;
}

/** Starts Caddy with the configuration of deploy/front-ends. The caller stops it. */
export async function startCaddy(options: {
  readonly secret: string;
  /** Port of edge's listener. */
  readonly forwardAuth: number;
  /** Port of the mail server behind it. */
  readonly backend: number;
  /** How long it waits for an answer; if absent, as deployed. */
  readonly timeoutMs?: number;
}): Promise<Caddy> {
  const { secret, forwardAuth, backend, timeoutMs } = options;
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-caddy-'));
  const [http = 0] = await claimServerPorts(1);
  const file = join(dir, 'Caddyfile');
  const call = timeoutMs === undefined ? {} : { 'timeout 7s': `timeout ${timeoutMs}ms` };
  writeFileSync(
    file,
    deployed('caddy/Caddyfile', {
      ...call,
      '127.0.0.1:7230': `127.0.0.1:${forwardAuth}`,
      '127.0.0.1:8080': `127.0.0.1:${backend}`,
      '127.0.0.1:8444': `127.0.0.1:${http}`,
      '@SECRET@': secret,
    }),
  );
  const args = ['run', '--config', file, '--adapter', 'caddyfile'];
  const program = await startProgram('caddy', args, [http]);
  return {
    ...program,
    http,
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
