import { setTimeout as sleep } from 'node:timers/promises';
import { connect, openTls } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { checkHealth } from '../../session/check-health.js';
import type { Installation } from './prepare-installation.js';

const ASK_EVERY_MS = 50;
const ANSWER_MS = 2_000;

/**
 * Resolves when every replica says that it serves; `onServing` is told each one. Rejects with the
 * signal's reason. Whoever waits says how long.
 */
export async function awaitServing(
  installation: Installation,
  options: { signal: AbortSignal; onServing?: (replica: string) => void },
): Promise<void> {
  const log = createLog({ service: 'up', level: 'silent' });
  const tls = await openTls({ files: installation.tlsOf('admin', 'operator'), log });
  try {
    await Promise.all(
      installation.plan.replicas.map(async ({ name, service, port }) => {
        const expect = `spiffe://gatepost/service/${service}`;
        const peer = connect({ targets: [`127.0.0.1:${port}`], tls, expect });
        try {
          while (!(await isServing(() => checkHealth(peer, ANSWER_MS)))) {
            await sleep(ASK_EVERY_MS, undefined, { signal: options.signal });
          }
          options.onServing?.(name);
        } finally {
          peer.close();
        }
      }),
    );
  } finally {
    tls.close();
  }
}

async function isServing(check: () => Promise<string>): Promise<boolean> {
  try {
    return (await check()) === 'SERVING';
  } catch {
    return false;
  }
}
