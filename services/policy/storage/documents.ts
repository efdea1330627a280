import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { CompiledForm, DocumentForm, DocumentVersion } from '../core/documents.js';
import type { Documents, Page, Replica } from '../ports/documents.js';
import { type CommitParts, commitRevision } from './commit-revision.js';

/** Small, so that reading one page does not delay logins. */
const PAGE = 200;

/** Policy documents in Postgres. */
export function documentStore(parts: CommitParts & { db: Database; clock: Clock }): Documents {
  const { db } = parts;
  return {
    async activeRevision() {
      const { rows } = await db.query<{ revision: number }>('SELECT revision FROM policy_state');
      return rows[0]?.revision ?? 0;
    },

    async load(names) {
      if (names.length === 0) return [];
      return await forms(db, 'name = ANY($1)', [names]);
    },

    async loadCompiled(name) {
      const { rows } = await db.query<{ compiled: string | null }>(
        'SELECT compiled::text AS compiled FROM active_document WHERE name = $1 AND NOT removed',
        [name],
      );
      return rows[0]?.compiled ?? null;
    },

    async compiledOf(names) {
      const { rows } = await db.query<CompiledForm>(
        `SELECT name, compiled::text AS compiled FROM active_document
         WHERE name = ANY($1) AND NOT removed AND compiled IS NOT NULL`,
        [names],
      );
      return new Map(rows.map(({ name, compiled }) => [name, compiled]));
    },

    async *dependents(templates) {
      if (templates.length === 0) return;
      const page = (after: string) =>
        forms(db, `depends_on && $1 AND name > $2 ORDER BY name LIMIT ${PAGE}`, [templates, after]);
      yield* pages(page);
    },

    compiled: () =>
      pages(async (after: string) => {
        const { rows } = await db.query<CompiledForm>(
          `SELECT name, compiled::text AS compiled FROM active_document
           WHERE name > $1 AND compiled IS NOT NULL ORDER BY name LIMIT ${PAGE}`,
          [after],
        );
        return rows;
      }),

    async count() {
      const { rows } = await db.query<{ count: number }>(
        'SELECT count(*) AS count FROM active_document WHERE compiled IS NOT NULL',
      );
      return rows[0]?.count ?? 0;
    },

    commit: (revision, storing) => commitRevision(parts, revision, storing),

    async contents(names) {
      const { rows } = await db.query<{ name: string; content: string }>(
        `SELECT a.name, v.content FROM active_document a
         JOIN document_version v ON v.name = a.name AND v.revision = a.version
         WHERE a.name = ANY($1) AND NOT a.removed`,
        [names],
      );
      return new Map(rows.map(({ name, content }) => [name, content]));
    },

    async versionAt(name, revision) {
      const versions = await versionsOf(
        db,
        'v.name = $1 AND ($2::bigint IS NULL OR v.revision <= $2) ORDER BY v.revision DESC LIMIT 1',
        [name, revision ?? null],
      );
      return versions[0];
    },

    async versionsAt(names, revision) {
      return await versionsOf(
        db,
        `(v.name, v.revision) IN (SELECT name, max(revision) FROM document_version
           WHERE name = ANY($1) AND revision <= $2 GROUP BY name)`,
        [names, revision],
      );
    },

    async changedSince(revision) {
      const { rows } = await db.query<{ name: string }>(
        'SELECT DISTINCT name FROM document_version WHERE revision > $1 ORDER BY name',
        [revision],
      );
      return rows.map(({ name }) => name);
    },

    async list({ prefix, template }, { size, after }: Page) {
      return await versionsOf(
        db,
        `(v.name, v.revision) IN (SELECT name, version FROM active_document
           WHERE NOT removed AND name > $1 AND starts_with(name, $2)
             AND ($4::text IS NULL OR depends_on @> ARRAY[$4::text]) ORDER BY name LIMIT $3)
         ORDER BY v.name`,
        [after ?? '', prefix, size, template ?? null],
      );
    },

    async history(name, size, before) {
      return await versionsOf(
        db,
        `v.name = $1 AND ($2::bigint IS NULL OR v.revision < $2) ORDER BY v.revision DESC LIMIT $3`,
        [name, before ?? null, size],
      );
    },

    async replicas(withinMs) {
      const { rows } = await db.query<{ name: string; revision: number; confirmed_at: Date }>(
        `SELECT name, revision, confirmed_at FROM replica
         WHERE confirmed_at >= now() - $1 * interval '1 ms' ORDER BY name`,
        [withinMs],
      );
      return rows.map(
        ({ name, revision, confirmed_at }): Replica => ({
          name,
          revision,
          confirmedAt: confirmed_at.getTime(),
        }),
      );
    },
  };
}

async function forms(
  db: Database,
  where: string,
  values: readonly unknown[],
): Promise<DocumentForm[]> {
  const { rows } = await db.query<DocumentForm>(
    `SELECT name, parsed::text AS parsed, depends_on AS templates
     FROM active_document WHERE NOT removed AND ${where}`,
    values,
  );
  return rows;
}

/** Yields pages of rows in the order of their names. */
async function* pages<Row extends { readonly name: string }>(
  fetch: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let rows = await fetch('');
  while (rows.length > 0) {
    yield rows;
    rows = await fetch(rows.at(-1)?.name ?? '');
  }
}

async function versionsOf(
  db: Database,
  where: string,
  values: readonly unknown[],
): Promise<DocumentVersion[]> {
  const { rows } = await db.query<Omit<DocumentVersion, 'appliedAt'> & { applied_at: Date }>(
    `SELECT v.name, v.revision, v.file, v.content, v.removed, r.applied_at, r.actor, r.comment
     FROM document_version v JOIN revision r ON r.id = v.revision WHERE ${where}`,
    values,
  );
  return rows.map(({ applied_at, ...row }) => ({ ...row, appliedAt: applied_at.getTime() }));
}
