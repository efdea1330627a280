import { setTimeout as sleep } from 'node:timers/promises';
import { type AbortScope, abortScope } from '../clock/index.js';
import { aborted } from '../errors/index.js';
import type { Log } from '../log/index.js';
import type { Connection, Database } from './database.js';
import type { Queryable } from './types.js';

export interface Leadership {
  /** Higher than every earlier leader's. */
  readonly epoch: number;
  /** Aborted when leadership ends: `run` should settle soon after. */
  readonly signal: AbortSignal;
  /**
   * A transaction that only the leader can commit. A new leader's epoch cannot be written before it
   * ends; if one was written, it fails.
   *
   * @throws GatepostError ABORTED if another replica leads by now.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
}

export interface LeadOptions {
  readonly db: Database;
  /** The name of the job that is led. */
  readonly name: string;
  readonly log: Log;
  /** The work; called each time this replica becomes the leader. */
  readonly run: (leadership: Leadership) => Promise<void>;
}

export interface Candidate {
  readonly leading: boolean;
  /** Ends the work if this replica leads, and withdraws its candidacy. */
  stop(): Promise<void>;
}

const RETRY_MS = 250;
const PING_MS = 1000;
/** Postgres frees the lock of a leader that is silent this long, because it hangs or is cut off. */
const SILENCE_MS = 5000;
/** The pause before another replica may run what just failed. */
const FAILED_PAUSE_MS = 1000;

/**
 * Runs `run` in one replica at a time. The leader holds an advisory lock in a session of its own.
 * Postgres frees the lock when the session dies (at once) or is silent (after 5 s); another replica
 * takes over within 0.5 s.
 *
 * The lock says who should lead; the epoch in table `leader` says who may write. It is raised at
 * each take-over, so a replica that still believes it leads fails in `Leadership.transaction`.
 * Needs the table of the shared SQL `outbox`, or one like it: `leader (name text PRIMARY KEY, epoch
 * bigint NOT NULL)`.
 */
export function lead(options: LeadOptions): Candidate {
  const { db, name, log } = options;
  const stopped = new AbortController();
  let leading = false;

  async function compete(): Promise<void> {
    let connection: Connection | undefined;
    let complained = false;
    while (!stopped.signal.aborted) {
      try {
        connection ??= await db.connect(sessionSettings);
        if (await takeLock(connection, lockKey(db, name))) {
          const epoch = await raiseEpoch(connection, name);
          leading = true;
          await serve(connection, epoch);
          // Closing the session frees the lock.
          await connection.close();
          connection = undefined;
        }
        complained = false;
      } catch (error) {
        if (!complained) log.warn('cannot compete to be leader', { error, leader: name });
        complained = true;
        await connection?.close();
        connection = undefined;
      } finally {
        leading = false;
      }
      await sleep(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    await connection?.close();
  }

  async function serve(connection: Connection, epoch: number): Promise<void> {
    log.info('leading', { leader: name, epoch });
    const over = abortScope({ signals: [stopped.signal, connection.lost] });
    const { signal } = over;
    const pinging = ping(connection, over).catch(() => undefined);
    try {
      const transaction = fencedTransaction(db, name, epoch);
      await options.run({ epoch, signal, transaction });
      if (!signal.aborted) throw new Error('the work of a leader ended by itself');
    } catch (error) {
      if (!signal.aborted) {
        log.error('leading failed', { error, leader: name, epoch });
        over.abort();
        await connection.close();
        await sleep(FAILED_PAUSE_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    } finally {
      over.abort();
      await pinging;
      log.info('no longer leading', { leader: name, epoch });
    }
  }

  const competing = compete();
  return {
    get leading() {
      return leading;
    },
    stop: async () => {
      stopped.abort();
      await competing;
    },
  };
}

const sessionSettings = {
  idle_session_timeout: String(SILENCE_MS),
  statement_timeout: String(SILENCE_MS),
  tcp_user_timeout: String(SILENCE_MS),
};

function lockKey(db: Database, name: string): string {
  return `gatepost leader ${db.schema}.${name}`;
}

async function takeLock(connection: Queryable, key: string): Promise<boolean> {
  const sql = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken';
  const { rows } = await connection.query<{ taken: boolean }>(sql, [key]);
  return rows[0]?.taken === true;
}

/** Waits for transactions of the previous leader, which hold the row. */
async function raiseEpoch(connection: Queryable, name: string): Promise<number> {
  const { rows } = await connection.query<{ epoch: number }>(
    `INSERT INTO leader (name, epoch) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET epoch = leader.epoch + 1 RETURNING epoch`,
    [name],
  );
  return rows[0]?.epoch ?? 0;
}

function fencedTransaction(db: Database, name: string, epoch: number): Leadership['transaction'] {
  return (work) =>
    db.transaction(async (tx) => {
      const { count } = await tx.query(
        {
          name: 'leader-fence',
          text: 'SELECT FROM leader WHERE name = $1 AND epoch = $2 FOR SHARE',
        },
        [name, epoch],
      );
      if (count === 0) throw aborted(`another replica leads ${name}`);
      return work(tx);
    });
}

/** Keeps the session from counting as silent, and notices if the server has gone silent. */
async function ping(connection: Connection, over: AbortScope): Promise<void> {
  const { signal } = over;
  for (;;) {
    await sleep(PING_MS, undefined, { signal });
    await Promise.race([connection.query('SELECT'), late(signal)]).catch(() => over.abort());
  }
}

async function late(signal: AbortSignal): Promise<never> {
  await sleep(SILENCE_MS - 2 * PING_MS, undefined, { signal });
  throw new Error('no answer');
}
