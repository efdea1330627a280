import type { Log } from '../../../libs/log/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { recompile, STORED_FORMAT, type StoredText } from '../core/recompile.js';

const PAGE = 200;

/**
 * Recompiles every document in force whose compiled form was written by an earlier version of the program. One replica
 * does it and the others wait. A replica of the earlier version keeps using what it has read.
 *
 * @returns how many documents were recompiled
 */
export async function recompileStored(db: Database, log: Log): Promise<number> {
  return await db.transaction(async (tx) => {
    // The same lock as for changes of the set, so that none comes in between.
    await tx.query('SELECT revision FROM policy_state FOR UPDATE');
    let done = 0;
    let templates: ReadonlyMap<string, string> | undefined;
    for (let after = ''; ; ) {
      const page = await outdated(tx, after);
      const last = page.at(-1);
      if (last === undefined) return done;
      after = last.name;
      templates ??= await parsedTemplates(tx);
      await rewrite(tx, page, templates, log);
      done += page.length;
    }
  });
}

type Outdated = StoredText & { readonly templates: readonly string[] };

async function outdated(tx: Queryable, after: string): Promise<Outdated[]> {
  const { rows } = await tx.query<Outdated>(
    `SELECT a.name, v.file, v.content, a.depends_on AS templates FROM active_document a
     JOIN document_version v ON v.name = a.name AND v.revision = a.version
     WHERE a.name > $1 AND a.compiled IS NOT NULL AND a.compiled->>'format' <> $2
     ORDER BY a.name LIMIT ${PAGE}`,
    [after, `${STORED_FORMAT}`],
  );
  return rows;
}

async function parsedTemplates(tx: Queryable): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ name: string; parsed: string }>(
    `SELECT name, parsed::text AS parsed FROM active_document
     WHERE name LIKE 'template:%' AND NOT removed`,
  );
  return new Map(rows.map(({ name, parsed }) => [name, parsed]));
}

async function rewrite(
  tx: Queryable,
  page: readonly Outdated[],
  templates: ReadonlyMap<string, string>,
  log: Log,
): Promise<void> {
  const forms = page.map((stored) => {
    const context = stored.templates.flatMap((name) => templates.get(name) ?? []);
    const { parsed, compiled, problems } = recompile(stored, context);
    const { name } = stored;
    if (problems.length > 0) {
      const said =
        'this version refuses a document in force: its domain is closed until it is mended';
      log.error(said, { document: name, problems: problems.slice(0, 10) });
    }
    return { name, parsed, compiled };
  });
  await tx.query(
    `UPDATE active_document a SET compiled = f.compiled, parsed = coalesce(f.parsed, a.parsed)
     FROM unnest($1::text[], $2::jsonb[], $3::jsonb[]) AS f (name, parsed, compiled)
     WHERE a.name = f.name`,
    [
      forms.map(({ name }) => name),
      forms.map(({ parsed }) => parsed),
      forms.map(({ compiled }) => compiled),
    ],
  );
}
