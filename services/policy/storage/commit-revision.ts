import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../libs/clock/index.js';
import { aborted } from '../../../libs/errors/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { Revision, Storing } from '../ports/documents.js';

export interface CommitParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Appends the events of the changes, within their transaction. */
  readonly announce: (
    tx: Queryable,
    revision: Pick<Revision, 'changes' | 'actor' | 'onBehalfOf' | 'comment'>,
    number: number,
  ) => Promise<void>;
}

/** Rows per statement. Each statement takes milliseconds, so that logins are decided in between. */
const CHUNK = 100;

/**
 * How long a change waits for others. Storing a hundred thousand documents takes a minute or two, and nobody waits for
 * more than a few such changes.
 */
const WAIT_MS = 5 * 60_000;
const ASK_MS = 100;

/**
 * Puts a checked revision into force. Undefined if another revision is active by now. Changes are stored one at a time.
 *
 * @throws GatepostError ABORTED if other changes take too long to store
 */
export async function commitRevision(
  parts: CommitParts,
  revision: Revision,
  storing: Storing,
): Promise<number | undefined> {
  const giveUpAt = performance.now() + WAIT_MS;
  for (;;) {
    const outcome = await store(parts, revision, storing);
    if (outcome !== 'another-is-stored') return outcome;
    if (performance.now() >= giveUpAt) {
      throw aborted('other changes of the policy set are being stored: try again later');
    }
    storing.waiting();
    await sleep(ASK_MS);
  }
}

async function store(
  { db, clock, announce }: CommitParts,
  revision: Revision,
  storing: Storing,
): Promise<number | undefined | 'another-is-stored'> {
  return await db.transaction(async (tx) => {
    // The writer holds the row. We do not wait for it inside a statement, because statements have a time limit.
    const { rows } = await tx.query<{ revision: number }>(
      'SELECT revision FROM policy_state FOR UPDATE SKIP LOCKED',
    );
    if (rows.length === 0) return 'another-is-stored';
    if (rows[0]?.revision !== revision.base) return undefined;
    const number = revision.base + 1;
    const { actor, onBehalfOf, comment } = revision;
    await tx.query(
      'INSERT INTO revision (id, applied_at, actor, comment) VALUES ($1, $2, $3, $4)',
      [number, new Date(clock.now()), onBehalfOf ? `${actor} for ${onBehalfOf}` : actor, comment],
    );
    const total = revision.changes.length + revision.recompiled.length;
    let done = 0;
    const stored = (more: number) => {
      done += more;
      storing.stored(done, total);
    };
    for (const chunk of chunks(revision.changes)) {
      await tx.query(
        `INSERT INTO document_version (name, revision, file, content, removed)
         SELECT name, $1, file, content, removed
         FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[])
           AS v (name, file, content, removed)`,
        [
          number,
          chunk.map(({ name }) => name),
          chunk.map(({ file }) => file),
          chunk.map(({ content }) => content),
          chunk.map(({ removed }) => removed),
        ],
      );
      await announce(tx, { ...revision, changes: chunk }, number);
      stored(chunk.length);
    }
    await storeForms(tx, revision, number, stored);
    await tx.query('UPDATE policy_state SET revision = $1', [number]);
    return number;
  });
}

/** Stores the new compiled forms, and which of them trust-store must be told about. */
async function storeForms(
  tx: Queryable,
  revision: Revision,
  number: number,
  stored: (more: number) => void,
): Promise<void> {
  const withdrawn = new Set(
    revision.changes.filter(({ removed }) => removed).map(({ name }) => name),
  );
  for (const chunk of chunks(revision.recompiled)) {
    await tx.query(
      `INSERT INTO active_document AS a
         (name, version, parsed, compiled, compiled_revision, depends_on, removed)
       SELECT name, $1, parsed, compiled, $1, ARRAY(SELECT jsonb_array_elements_text(depends_on)), removed
       FROM unnest($2::text[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::boolean[])
         AS f (name, parsed, compiled, depends_on, removed)
       ON CONFLICT (name) DO UPDATE SET
         version = CASE WHEN EXISTS (SELECT FROM document_version v
           WHERE v.name = a.name AND v.revision = $1) THEN $1 ELSE a.version END,
         parsed = CASE WHEN excluded.removed THEN NULL
           ELSE coalesce(excluded.parsed, a.parsed) END,
         compiled = excluded.compiled,
         compiled_revision = $1,
         depends_on = excluded.depends_on,
         removed = excluded.removed`,
      [
        number,
        chunk.map(({ name }) => name),
        chunk.map(({ parsed }) => parsed),
        chunk.map(({ compiled }) => compiled),
        chunk.map(({ templates }) => JSON.stringify(templates)),
        chunk.map(({ name }) => withdrawn.has(name)),
      ],
    );
    const domains = chunk.filter(({ compiled, name }) => compiled !== null || withdrawn.has(name));
    await tx.query(
      `INSERT INTO pending_limits (domain, revision) SELECT unnest($1::text[]), $2
       ON CONFLICT (domain) DO UPDATE SET revision = excluded.revision`,
      [domains.map(({ name }) => name).filter((name) => !name.startsWith('template:')), number],
    );
    stored(chunk.length);
  }
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += CHUNK) yield all.slice(start, start + CHUNK);
}
