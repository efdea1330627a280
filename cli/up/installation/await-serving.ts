import { setTimeout as sleep } from 'node:timers/promises';
import { abortScope } from '../../../libs/clock/index.js';
import { connect, openTls } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { CliError } from '../../output/exit.js';
import { checkHealth } from '../../session/check-health.js';
import { lastLines } from '../processes/log-tail.js';
import type { ReplicaPlan } from './ports.js';
import { type Installation, logOf } from './prepare-installation.js';

const ASK_EVERY_MS = 150;
const ANSWER_MS = 2_000;

/**
 * Resolves when every replica reports that it serves, within `withinMs`.
 * @throws CliError with the end of the log of a replica that does not; the signal's reason if it
 *   is aborted
 */
export async function awaitServing(
  installation: Installation,
  options: {
    signal: AbortSignal;
    withinMs: number;
    /** The process that a replica runs in; absent: one of its own. */
    processOf?: (replica: string) => string;
  },
): Promise<void> {
  const log = createLog({ service: 'up', level: 'silent' });
  const tls = await openTls({ files: installation.tlsOf('admin', 'operator'), log });
  const scope = abortScope({ signals: [options.signal], ms: options.withinMs });
  const { signal } = scope;
  const waiting = new Set(installation.plan.replicas.map(({ name }) => name));
  const awaitReplica = async ({ name, service, port }: ReplicaPlan) => {
    const expect = `spiffe://gatepost/service/${service}`;
    const peer = connect({ targets: [`127.0.0.1:${port}`], tls, expect });
    try {
      while (!(await isServing(() => checkHealth(peer, ANSWER_MS)))) {
        // Polls, so that each replica needs no listener on the one signal.
        await sleep(ASK_EVERY_MS);
        signal.throwIfAborted();
      }
      waiting.delete(name);
    } finally {
      peer.close();
    }
  };
  try {
    await Promise.all(installation.plan.replicas.map(awaitReplica));
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    if (!scope.timedOut) throw error;
    const [first = ''] = waiting;
    const all = [...waiting].join(', ');
    throw cannotServe(
      installation,
      options.processOf?.(first) ?? first,
      `not serving after ${options.withinMs / 1000} s: ${all}`,
    );
  } finally {
    scope.release();
    tls.close();
  }
}

/** The error about a process, with the end of its log. */
export function cannotServe(installation: Installation, process: string, what: string): CliError {
  const log = logOf(installation, process);
  const lines = lastLines(log, 5).map((line) => `\n    ${line}`);
  return new CliError(`${what}; see ${log}:${lines.join('')}`);
}

async function isServing(check: () => Promise<string>): Promise<boolean> {
  try {
    return (await check()) === 'SERVING';
  } catch {
    return false;
  }
}
