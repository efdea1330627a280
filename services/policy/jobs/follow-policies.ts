import { unavailable } from '../../../libs/errors/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { Database } from '../../../libs/pg/index.js';
import { PolicyMap, type PolicyUpdate, type ReadyUpdate } from '../core/policy-map.js';
import type { PolicySet } from '../core/policy-set.js';

/** How often this replica records that it is alive. */
const CONFIRM_MS = 2000;
/** Small, so that loading many documents does not delay logins. */
const PAGE = 200;

export interface PolicyFollower {
  /** @throws GatepostError UNAVAILABLE if the revision has not been confirmed for too long */
  current(): PolicySet;
  /** Once this resolves, the newest revision is served. */
  refresh(): Promise<void>;
  readonly fresh: boolean;
}

export interface FollowParts {
  readonly db: Database;
  readonly log: Log;
  /** The replica's name. */
  readonly name: string;
  /** How long an unconfirmed policy is served, in ms: an older policy could be a looser one. */
  readonly staleAfterMs: number;
}

/** Loads the documents in force and follows every change. Resolves when they are loaded. */
export async function followPolicies(parts: FollowParts): Promise<PolicyFollower> {
  const { log } = parts;
  const policies = new PolicyMap();
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;

  const isFresh = () => performance.now() - confirmedAt <= parts.staleAfterMs;

  async function catchUp(): Promise<void> {
    const asked = performance.now();
    const { rows } = await parts.db.query<{ revision: number }>(
      'SELECT revision FROM policy_state',
    );
    const behind = rows[0]?.revision !== policies.revision;
    if (behind) {
      const { revision, updates } = await changesSince(parts.db, policies);
      policies.update(updates, revision);
      log.info('policy revision in force', { revision, changed: updates.length });
    }
    confirmedAt = asked;
    if (behind || asked - writtenAt >= CONFIRM_MS) {
      await confirm(parts, policies.revision);
      writtenAt = asked;
    }
  }

  /**
   * Runs one at a time. A call made while one runs waits for the next run, which sees everything the caller knew of.
   */
  async function refresh(): Promise<void> {
    const before = refreshing?.catch(() => {});
    const mine = (before ?? Promise.resolve()).then(catchUp);
    refreshing = mine;
    await mine;
  }

  await refresh();
  return {
    current() {
      if (!isFresh()) throw unavailable('the policy in force could not be confirmed');
      return policies;
    },
    refresh,
    get fresh() {
      return isFresh();
    },
  };
}

/** The revision in force and every document whose compiled form is newer than the served one, from one snapshot. */
async function changesSince(
  db: Database,
  policies: PolicyMap,
): Promise<{ revision: number; updates: ReadyUpdate[] }> {
  return await db.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { rows: state } = await tx.query<{ revision: number }>(
      'SELECT revision FROM policy_state',
    );
    const revision = state[0]?.revision ?? 0;
    const updates: ReadyUpdate[] = [];
    let after = '';
    for (;;) {
      const { rows } = await tx.query<PolicyUpdate>(
        `SELECT name, compiled FROM active_document
         WHERE compiled_revision > $1 AND name > $2 AND name NOT LIKE 'template:%'
         ORDER BY name LIMIT ${PAGE}`,
        [policies.revision, after],
      );
      const last = rows.at(-1);
      if (last === undefined) return { revision, updates };
      after = last.name;
      for (const row of rows) updates.push(policies.prepare(row, revision));
    }
  });
}

/** By Postgres's clock, the one that all replicas share. */
async function confirm({ db, name }: FollowParts, revision: number): Promise<void> {
  await db.query(
    `INSERT INTO replica (name, revision, confirmed_at) VALUES ($1, $2, now())
     ON CONFLICT (name) DO UPDATE SET revision = excluded.revision,
       confirmed_at = excluded.confirmed_at`,
    [name, revision],
  );
}
