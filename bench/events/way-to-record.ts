import { setTimeout as sleep } from 'node:timers/promises';
import {
  appendEvents,
  type PreparedEvent,
  type Sink,
  startRelay,
} from '../../libs/events/index.js';
import { quiet } from '../../libs/events/testing/outbox-database.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { loginEvent, POLICY } from '../../services/audit/testing/events.js';
import { shareOf } from '../factors/shares.js';

/** How many events one transaction commits, as with as many logins in flight. */
const TOGETHER = 100;
const TRANSACTIONS_AT_ONCE = 2;
export const PER_SECOND = 500;
const PACE = { perSecond: PER_SECOND, everyMs: 10 };

/** A service's outbox with its relay, and the times at which committed events are on record. */
export interface WayToRecord {
  /**
   * Commits this many events as fast as possible. @returns events per second, until the last is on
   * record
   */
  sustain(events: number): Promise<number>;
  /**
   * Commits 500 events per second. @returns ms from the end of a commit to the record, p50 and p99
   */
  lag(seconds: number): Promise<{ p50: number; p99: number }>;
  close(): Promise<void>;
}

/** Opens an outbox with a relay to `record`, and notes when each event arrives there. */
export function openWay(parts: { db: Database; record: Sink }): WayToRecord {
  const { db, record } = parts;
  const recordedAt = new Map<string, number>();
  const sink: Sink = {
    ...record,
    async deliver(batch, signal) {
      await record.deliver(batch, signal);
      const now = performance.now();
      for (const { id } of batch) recordedAt.set(id, now);
    },
  };
  const relay = startRelay({ db, sinks: [sink], log: quiet });
  let made = 0;

  function make(count: number): PreparedEvent[] {
    return Array.from({ length: count }, () => {
      made += 1;
      return someLogin(made);
    });
  }

  async function allRecorded(count: number): Promise<void> {
    while (recordedAt.size < count) await sleep(5);
  }

  return {
    async sustain(events) {
      recordedAt.clear();
      let left = events / TOGETHER;
      const began = performance.now();
      const commit = async () => {
        while (left > 0) {
          left -= 1;
          await appendEvents(db, make(TOGETHER));
        }
      };
      await Promise.all(Array.from({ length: TRANSACTIONS_AT_ONCE }, commit));
      await allRecorded(events);
      return (events * 1000) / (performance.now() - began);
    },
    async lag(seconds) {
      recordedAt.clear();
      const committedAt = new Map<string, number>();
      const each = (PACE.perSecond * PACE.everyMs) / 1000;
      const turns = (seconds * 1000) / PACE.everyMs;
      const began = performance.now();
      for (let turn = 0; turn < turns; turn += 1) {
        const events = make(each);
        await appendEvents(db, events);
        for (const { id } of events) committedAt.set(id, performance.now());
        await sleep(Math.max(0, began + (turn + 1) * PACE.everyMs - performance.now()));
      }
      await allRecorded(committedAt.size);
      const lags = [...committedAt].map(([id, at]) => Math.max(0, (recordedAt.get(id) ?? 0) - at));
      return { p50: shareOf(lags, 0.5), p99: shareOf(lags, 0.99) };
    },
    close: () => relay.close(),
  };
}

/** As large as the event of a login: some 830 octets. */
function someLogin(n: number): PreparedEvent {
  const id = systemRandom.id();
  const domain = `d${n % 500}.tld`;
  const data = { account: accountOf(n), presented: ['password'], padding: 'x'.repeat(400) };
  const bytes = loginEvent(n, { id, domain, data });
  const subject = `gatepost.login.allow.imap.tld.d${n % 500}`;
  return { id, source: POLICY, type: 'gatepost.login.v1', subject, bytes };
}

/** The account of event `n`: 20,011 accounts in 500 domains, in an order without a pattern. */
export function accountOf(n: number): string {
  return `user${(n * 7919) % 20_011}@d${n % 500}.tld`;
}
