import { resourceExhausted } from '../../../libs/errors/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { CompiledForm } from '../core/documents.js';
import { STORED_FORMAT } from '../core/recompile.js';
import { MOST_RULES, type Trial } from '../core/trial/trial.js';
import type { TrialStore } from '../ports/trials.js';
import type { AnnounceTrial } from './announce-trial.js';

/** Rows per statement. */
const CHUNK = 100;
/** How long other replicas leave a trial alone while one recompiles it. */
const CLAIM_MS = 120_000;

interface Row {
  readonly id: string;
  readonly document: string;
  readonly file: string;
  readonly content: string;
  readonly revision: number;
  readonly compiled_revision: number;
  readonly domains: number;
  readonly started_at: Date;
  readonly actor: string;
  readonly on_behalf_of: string;
  readonly comment: string;
  readonly remind_at: Date;
  readonly failure: string;
}

const COLUMNS = `id, document, file, content, revision, compiled_revision, domains, started_at, actor,
  on_behalf_of, comment, remind_at, failure`;

/** The trials in Postgres. */
export function trialStore(parts: {
  readonly db: Database;
  readonly announce: AnnounceTrial;
}): TrialStore {
  const { db, announce } = parts;
  return {
    async start(trial, forms) {
      return await db.transaction(async (tx) => {
        const { count } = await tx.query(
          `INSERT INTO trial (id, document, file, content, revision, compiled_revision, compiled_format,
             domains, started_at, actor, on_behalf_of, comment, remind_at, claimed_until)
           VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $8)
           ON CONFLICT (document) DO NOTHING`,
          [
            ...[trial.id, trial.document, trial.file, trial.content, trial.revision, STORED_FORMAT],
            ...[trial.domains, new Date(trial.startedAt), trial.actor, trial.onBehalfOf],
            ...[trial.comment, new Date(trial.remindAt)],
          ],
        );
        if (count === 0) return false;
        await storeForms(tx, trial.id, forms);
        await nextRevision(tx);
        await announce.started(tx, trial);
        return true;
      });
    },

    async end(document, by) {
      return await db.transaction(async (tx) => {
        const trial = await deleted(tx, 'document = $1', document);
        if (trial !== undefined) await announce.ended(tx, trial, by);
        return trial;
      });
    },

    async applied({ id }) {
      await db.transaction(async (tx) => {
        const trial = await deleted(tx, 'id = $1', id);
        if (trial !== undefined) await announce.ended(tx, trial, undefined);
      });
    },

    async find(document) {
      const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM trial WHERE document = $1`, [
        document,
      ]);
      return rows[0] && trialOf(rows[0]);
    },

    async list(prefix, { size, after }) {
      const { rows } = await db.query<Row>(
        `SELECT ${COLUMNS} FROM trial
         WHERE document > $1 AND starts_with(document, $3) ORDER BY document LIMIT $2`,
        [after ?? '', size, prefix],
      );
      return rows.map(trialOf);
    },

    async fail({ id, document }, failure) {
      await db.transaction(async (tx) => {
        const { count } = await tx.query(
          `UPDATE trial SET failure = $2, version = version + 1 WHERE id = $1 AND failure = ''`,
          [id, failure],
        );
        if (count === 0) return;
        await nextRevision(tx);
        await announce.failed(tx, { id, document }, failure);
      });
    },

    async remind(now) {
      await db.transaction(async (tx) => {
        const { rows } = await tx.query<Row>(
          `UPDATE trial SET reminded = true WHERE NOT reminded AND remind_at <= $1 RETURNING ${COLUMNS}`,
          [new Date(now)],
        );
        for (const row of rows) await announce.forgotten(tx, trialOf(row));
      });
    },

    async claimOutdated(revision, now) {
      const { rows } = await db.query<Row>(
        `UPDATE trial SET claimed_until = $3 WHERE document = (
           SELECT document FROM trial
           WHERE (compiled_revision < $1 OR compiled_format < $4) AND claimed_until <= $2
           ORDER BY document LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING ${COLUMNS}`,
        [revision, new Date(now), new Date(now + CLAIM_MS), STORED_FORMAT],
      );
      const [row] = rows;
      return row && { trial: trialOf(row), compiledRevision: row.compiled_revision };
    },

    async touches({ id, document }, compiledRevision) {
      // Relevant changes: a domain that the candidate was or would now be compiled for, or a template.
      const { rows } = await db.query<{ touched: boolean }>(
        `SELECT EXISTS (
           SELECT FROM document_version v
           LEFT JOIN active_document a ON a.name = v.name
           WHERE v.revision > $3 AND v.name <> $2 AND (
             v.name LIKE 'template:%'
             OR a.depends_on @> ARRAY[$2::text]
             OR ($2 LIKE 'template:%' AND EXISTS (
               SELECT FROM trial_form f WHERE f.trial = $1 AND f.domain = v.name))))
           OR EXISTS (SELECT FROM trial WHERE id = $1 AND compiled_format < $4) AS touched`,
        [id, document, compiledRevision, STORED_FORMAT],
      );
      return rows[0]?.touched === true;
    },

    async untouched({ id }, revision) {
      await db.query(
        `UPDATE trial SET compiled_revision = $2, claimed_until = started_at
         WHERE id = $1 AND compiled_revision < $2`,
        [id, revision],
      );
    },

    async recompiled({ id, document, failure: before }, revision, result) {
      await db.transaction(async (tx) => {
        const failure = 'failure' in result ? result.failure : '';
        const { count } = await tx.query(
          `UPDATE trial SET compiled_revision = $2, compiled_format = $3, failure = $4,
             domains = $5, version = version + 1, claimed_until = started_at
           WHERE id = $1 AND compiled_revision <= $2`,
          [id, revision, STORED_FORMAT, failure, 'forms' in result ? result.forms.length : 0],
        );
        if (count === 0) return;
        await tx.query('DELETE FROM trial_form WHERE trial = $1', [id]);
        if ('forms' in result) await storeForms(tx, id, result.forms);
        await nextRevision(tx);
        if (failure !== '' && before === '') await announce.failed(tx, { id, document }, failure);
      });
    },
  };
}

/** @throws GatepostError RESOURCE_EXHAUSTED for a candidate with more rules than a trial may have */
async function storeForms(
  tx: Queryable,
  trial: string,
  forms: readonly CompiledForm[],
): Promise<void> {
  for (let start = 0; start < forms.length; start += CHUNK) {
    const chunk = forms.slice(start, start + CHUNK);
    const { rows } = await tx.query<{ rules: number }>(
      `WITH stored AS (
         INSERT INTO trial_form (trial, domain, compiled)
         SELECT $1, domain, compiled FROM unnest($2::text[], $3::jsonb[]) AS f (domain, compiled)
         RETURNING compiled)
       SELECT max(jsonb_array_length(compiled->'rules')) AS rules FROM stored`,
      [trial, chunk.map(({ name }) => name), chunk.map(({ compiled }) => compiled)],
    );
    const rules = rows[0]?.rules ?? 0;
    if (rules > MOST_RULES) {
      throw resourceExhausted(`a document in trial has at most ${MOST_RULES} rules, not ${rules}`);
    }
  }
}

async function deleted(tx: Queryable, where: string, value: string): Promise<Trial | undefined> {
  const { rows } = await tx.query<Row>(`DELETE FROM trial WHERE ${where} RETURNING ${COLUMNS}`, [
    value,
  ]);
  if (rows[0] === undefined) return undefined;
  await nextRevision(tx);
  return trialOf(rows[0]);
}

/** The row lock also serialises changes. */
async function nextRevision(tx: Queryable): Promise<void> {
  await tx.query('UPDATE trial_revision SET revision = revision + 1');
}

function trialOf(row: Row): Trial {
  const { started_at, remind_at, on_behalf_of, compiled_revision: _, ...rest } = row;
  return {
    ...rest,
    onBehalfOf: on_behalf_of,
    startedAt: started_at.getTime(),
    remindAt: remind_at.getTime(),
  };
}
