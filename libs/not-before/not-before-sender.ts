import type { Clock } from '../clock/index.js';
import { every, type Job } from '../kit/jobs.js';
import type { Log } from '../log/index.js';
import type { Database, Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
import { deleteAsk, insertAsk, leaseAsks, type NotBeforeAsk, postponeAsk } from './record.js';
import type { AskTrustStore } from './trust-store.js';

export type { NotBeforeAsk };

export interface NotBeforeParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly trustStore: AskTrustStore;
}

/** Makes trust-store end what an account's earlier logins earned. */
export interface NotBeforeSender {
  /** Records the ask in the transaction of the change, so that it is never lost. */
  record(
    tx: Queryable,
    of: { readonly owner: string; readonly reason: string; readonly actor: string },
  ): Promise<NotBeforeAsk>;
  /**
   * Asks at once, after the commit. False if trust-store could not be reached; the ask is then
   * repeated.
   */
  send(ask: NotBeforeAsk): Promise<boolean>;
  /** Sends all asks that are due. Returns how many are still to be sent. */
  sendDue(): Promise<number>;
  /** Sends the asks that are due, in every replica. */
  readonly job: Job;
}

/** Longer than one attempt takes: when it ends, the replica has tried or has died. */
const LEASE_MS = 3_000;
const RETRY_MS = 400;
const LOOK_MS = 250;
const AT_ONCE = 50;

/**
 * The not-befores of a service that keeps factors. Once trust-store can be reached again, all of
 * them are sent within a second, by whichever replica is running.
 */
export function notBeforeSender(parts: NotBeforeParts): NotBeforeSender {
  const { db, clock, random, log, trustStore } = parts;

  async function send(ask: NotBeforeAsk): Promise<boolean> {
    try {
      await trustStore.setNotBefore(ask);
      await deleteAsk(db, ask.id);
      return true;
    } catch (error) {
      log.warn('trust-store does not have a not-before yet', { owner: ask.owner, error });
    }
    // If this fails too, the ask is due again when its lease ends.
    await postponeAsk(db, ask.id, clock.now() + RETRY_MS).catch(() => {});
    return false;
  }

  async function sendDue(): Promise<number> {
    const now = clock.now();
    const due = await leaseAsks(db, { now, leaseUntil: now + LEASE_MS, limit: AT_ONCE });
    const sent = await Promise.all(due.map(send));
    return sent.filter((done) => !done).length;
  }

  return {
    async record(tx, of) {
      const ask = { id: random.id(), ...of };
      await insertAsk(tx, ask, clock.now() + LEASE_MS);
      return ask;
    },
    send,
    sendDue,
    job: every('not-before', LOOK_MS, sendDue),
  };
}
