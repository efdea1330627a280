import { setTimeout as sleep } from 'node:timers/promises';
import { abortScope } from '../../../libs/clock/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { EndedLog } from '../ports.js';
import { logBounds, readEnded } from './ended-log.js';

export interface FollowedLog extends EndedLog {
  /** Checks once, for all waiting watchers, whether there are new entries. */
  refresh(): Promise<void>;
}

interface Waiting {
  readonly last: number;
  readonly wake: () => void;
}

/** The log of ended trust. However many watchers wait, only one check runs at a time. */
export function openEndedLog(db: Queryable): FollowedLog {
  const waiting = new Set<Waiting>();
  return {
    bounds: () => logBounds(db),
    read: (range) => readEnded(db, range),
    async more(last, ms, signal) {
      const over = abortScope({ signals: [signal] });
      const entry = { last, wake: () => over.abort() };
      waiting.add(entry);
      await sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
      waiting.delete(entry);
      over.release();
    },
    async refresh() {
      if (waiting.size === 0) return;
      const { last } = await logBounds(db);
      for (const entry of waiting) if (last > entry.last) entry.wake();
    },
  };
}
