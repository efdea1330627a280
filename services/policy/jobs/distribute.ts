import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../libs/log/index.js';
import type { Distribution, Documents, Replica } from '../ports/documents.js';
import type { LimitsPusher } from './push-limits.js';

/** A replica that was silent for longer is not waited for. */
const ALIVE_MS = 5000;
/** A live replica should serve a revision within 1 s. After that, the caller is told which replicas do. */
const WAIT_MS = 1000;
const ASK_MS = 50;

/** Brings a new revision into force on all replicas that are alive. */
export function distribution(parts: {
  readonly documents: Documents;
  readonly refresh: () => Promise<void>;
  readonly limits: LimitsPusher;
  readonly log: Log;
}): Distribution {
  const { documents, log } = parts;
  return {
    async activate(revision) {
      await parts.refresh();
      // Each Check carries the limits as well, so a failed push does not delay decisions. It is repeated.
      await parts.limits.push().catch((error) => {
        log.warn('trust-store could not be sent new limits yet', { error });
      });
      const giveUpAt = performance.now() + WAIT_MS;
      for (;;) {
        const replicas = await documents.replicas(ALIVE_MS);
        if (replicas.every((one) => serves(one, revision)) || performance.now() >= giveUpAt) {
          return replicas;
        }
        await sleep(ASK_MS);
      }
    },
  };
}

function serves(replica: Replica, revision: number): boolean {
  return replica.revision >= revision;
}
