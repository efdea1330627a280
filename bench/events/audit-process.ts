import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '../../libs/embedded-postgres/testing.js';
import { serveAudit } from '../../services/audit/testing/serve-audit.js';

interface Served {
  readonly address: ReturnType<TestDatabase['address']>;
  /** The directory of its certificates. */
  readonly dir: string;
}

/** One replica of the audit service, as a separate process. */
export interface AuditProcess {
  readonly port: number;
  close(): Promise<void>;
}

/** Forks this module as a replica of audit. Resolves when the replica listens. */
export async function startAuditProcess(served: Served): Promise<AuditProcess> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify(served)]);
  const port = await new Promise<number>((done) => child.once('message', (p) => done(Number(p))));
  return { port, close: () => leave(child) };
}

function leave(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.disconnect();
  });
}

if (process.argv[2] === 'serve' && process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address, dir } = JSON.parse(process.argv[3] ?? '') as Served;
  const audit = await serveAudit({ address: () => address }, { dir });
  process.send?.(audit.replicas[0]?.port);
  process.once('disconnect', () => audit.close().then(() => process.exit(0)));
}
