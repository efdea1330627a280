import type { Clock } from '../../../libs/clock/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { PolicyTable } from '../../../libs/policy/store/policy-table.js';
import { stateOf, type TrialState } from '../core/trial/trial.js';
import {
  addForms,
  type ServedTrial,
  type TrialForm,
  TrialTable,
} from '../core/trial/trial-table.js';
import type { TrialStore, Trials } from '../ports/trials.js';

/** Small, so that loading many candidates does not delay logins. */
const PAGE = 200;

export interface TrialFollower extends Trials {
  /** Once this resolves, the current trials are served. */
  refresh(): Promise<void>;
  /** Stores which trials failed in this replica. */
  report(): Promise<void>;
  count(): Readonly<Record<TrialState, number>>;
}

interface Row {
  readonly id: string;
  readonly document: string;
  readonly version: number;
  readonly remind_at: Date;
  readonly failure: string;
}

/**
 * Keeps the candidates of trials in memory and follows changes, so that no login has to ask for them. Resolves when
 * they are loaded.
 */
export async function followTrials(parts: {
  readonly db: Database;
  readonly store: Pick<TrialStore, 'fail'>;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<TrialFollower> {
  const { db, store, clock, log } = parts;
  const table = new TrialTable();
  /** Candidates that threw, by trial id. They are not evaluated again. */
  const failing = new Map<string, { readonly document: string; readonly failure: string }>();
  let served = 0;
  let refreshing: Promise<void> = Promise.resolve();

  async function catchUp(): Promise<void> {
    const { rows } = await db.query<{ revision: number }>('SELECT revision FROM trial_revision');
    if (rows[0]?.revision === served) return;
    await db.transaction(async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const state = await tx.query<{ revision: number }>('SELECT revision FROM trial_revision');
      const running = await tx.query<Row>(
        'SELECT id, document, version, remind_at, failure FROM trial ORDER BY document',
      );
      const trials: ServedTrial[] = [];
      for (const row of running.rows) {
        trials.push(table.known(row.document, row.id, row.version) ?? (await load(tx, row)));
      }
      table.replace(trials);
      const ids = new Set(trials.map(({ id }) => id));
      for (const id of failing.keys()) if (!ids.has(id)) failing.delete(id);
      served = state.rows[0]?.revision ?? 0;
      log.info('trials loaded', { trials: trials.length });
    });
  }

  async function load(tx: Queryable, row: Row): Promise<ServedTrial> {
    const { id, document, version } = row;
    const candidates = new PolicyTable();
    let { failure } = row;
    for (let after = ''; failure === ''; ) {
      const { rows } = await tx.query<TrialForm>(
        `SELECT domain, compiled FROM trial_form WHERE trial = $1 AND domain > $2
         ORDER BY domain LIMIT ${PAGE}`,
        [id, after],
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.domain;
      try {
        addForms(candidates, rows);
      } catch (error) {
        // Another version of the program wrote it, and that version evaluates it.
        failure = 'this version of the program cannot read it';
        log.warn('the candidate of a trial cannot be used here', { document, error });
      }
    }
    failing.delete(id);
    return { id, document, version, remindAt: row.remind_at.getTime(), failure, candidates };
  }

  /**
   * Runs one at a time. A call made while one runs waits for the next run, which sees everything the caller knew of.
   */
  async function refresh(): Promise<void> {
    const mine = refreshing.catch(() => {}).then(catchUp);
    refreshing = mine;
    await mine;
  }

  await refresh();
  return {
    find(domain, decidedBy) {
      const active = table.find(domain, decidedBy);
      if (active === undefined || !failing.has(active.id)) return active;
      return { ...active, candidate: undefined };
    },
    fail({ id, document }, error) {
      if (failing.has(id)) return;
      failing.set(id, { document, failure: messageOf(error) });
      log.error('the candidate of a trial threw', { document, trial: id, error });
    },
    refresh,
    async report() {
      for (const [id, { document, failure }] of failing)
        await store.fail({ id, document }, failure);
    },
    count: () => table.count((trial) => stateOf(trial, clock.now())),
  };
}

function messageOf(error: unknown): string {
  return `evaluating it threw: ${error instanceof Error ? error.message : 'no error'}`.slice(
    0,
    1000,
  );
}
