import { noticeSkipped } from '../../../libs/events/definitions/notice.js';
import { appendEvents, makeEvent } from '../../../libs/events/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import { DAY_MS, FAMILIAR_MS, type Limits } from '../core/allowance.js';
import { type Allowance, COPIED_KINDS, KINDS } from '../core/kinds.js';
import type { Notice } from '../core/notice.js';
import type { RecordKeeping } from '../ports.js';

/** Stores what follows from the record, in the transaction `tx`. */
export function keepRecord(tx: Queryable, limits: Limits, newId: () => string): RecordKeeping {
  return {
    async remember(traits, now) {
      const { rows } = await tx.query<RememberedRow>(REMEMBER, [
        traits.map(({ account }) => account),
        traits.map(({ hash }) => hash),
        new Date(now),
        new Date(now + limits.seenForMs),
        // A trait in daily use is written only once per tenth of that time.
        new Date(now + limits.seenForMs * 0.9),
        new Date(now - FAMILIAR_MS),
        traits.map(({ isLearnt }) => isLearnt),
      ]);
      const young = new Map<string, 'new' | 'recent'>(
        rows.map(({ account, hash, is_new }) => [keyOf(account, hash), is_new ? 'new' : 'recent']),
      );
      return traits.map(({ account, hash, isLearnt }) => {
        const key = keyOf(account, hash);
        const familiarity = young.get(key) ?? 'known';
        // If two equal traits are in one batch, only the first learnt one was new.
        if (familiarity === 'new' && isLearnt) young.set(key, 'recent');
        return familiarity;
      });
    },
    async learnLanguages(learnt) {
      if (learnt.length === 0) return;
      const first = new Map(learnt.toReversed().map((one) => [one.account, one.language]));
      await tx.query(LEARN, [[...first.keys()], [...first.values()]]);
      const last = new Map(
        learnt.flatMap((one) => (one.replaces ? [[one.account, one.language] as const] : [])),
      );
      if (last.size > 0) await tx.query(REPLACE, [[...last.keys()], [...last.values()]]);
    },
    async storeMails(notices, now) {
      if (notices.length === 0) return;
      const { rows } = await tx.query<{ account: string }>(STORE_MAILS, [
        notices.map(({ id }) => id),
        notices.map(({ kind }) => kind),
        notices.map(({ account }) => account),
        notices.map(({ at }) => new Date(at)),
        notices.map(({ facts }) => JSON.stringify(facts)),
        notices.map(({ kind }) => KINDS[kind]),
        new Date(now),
        new Date(now - DAY_MS),
        limits.perDay,
        KINDS_OF.daily,
        KINDS_OF.once,
        COPIED_KINDS,
      ]);
      const held = [...new Set(rows.map(({ account }) => account))];
      if (held.length === 0) return;
      const ids = held.map(() => newId());
      await tx.query(DIGEST, [ids, held, new Date(now), new Date(now + DAY_MS)]);
    },
    async purge(account) {
      await tx.query(PURGE, [account]);
    },
    async skip(why, now) {
      const context = { id: newId(), service: 'notice', time: now, domain: undefined };
      await appendEvents(tx, [makeEvent(noticeSkipped, context, { why: why.slice(0, 300) })]);
    },
    async moveTo(position) {
      await tx.query(MOVE, [position]);
    },
  };
}

interface RememberedRow {
  readonly account: string;
  readonly hash: Buffer;
  readonly is_new: boolean;
}

function keyOf(account: string, hash: Buffer): string {
  return `${account} ${hash.toString('base64')}`;
}

/** The kinds that share a count. A `once` kind has its own count. */
const KINDS_OF = {
  daily: kindsThat('daily'),
  once: kindsThat('once'),
};

function kindsThat(allowance: Allowance): Notice['kind'][] {
  return (Object.entries(KINDS) as [Notice['kind'], Allowance][])
    .filter(([, own]) => own === allowance)
    .map(([kind]) => kind);
}

/** An expired trait counts as never seen. Returns traits that are new or have not been known for long. */
const REMEMBER = {
  name: 'notice-remember',
  text: `WITH given AS (
      SELECT account, hash, bool_or(is_learnt) AS is_learnt
      FROM unnest($1::text[], $2::bytea[], $7::boolean[]) AS t (account, hash, is_learnt)
      GROUP BY account, hash
    ), known AS (
      SELECT account, hash, since FROM given JOIN seen USING (account, hash) WHERE expires_at > $3
    ), kept AS (
      INSERT INTO seen (account, hash, since, expires_at)
      SELECT account, hash, $3, $4 FROM given WHERE is_learnt ORDER BY account, hash
      ON CONFLICT (account, hash) DO UPDATE SET expires_at = $4,
        since = CASE WHEN seen.expires_at <= $3 THEN $3 ELSE seen.since END
      WHERE seen.expires_at < $5
    )
    SELECT account, hash, since IS NULL AS is_new FROM given LEFT JOIN known USING (account, hash)
    WHERE since IS NULL OR since > $6`,
};

const LEARN = {
  name: 'notice-learn-language',
  text: `INSERT INTO language (account, language)
    SELECT account, language FROM unnest($1::text[], $2::text[]) AS t (account, language)
    ORDER BY account ON CONFLICT (account) DO NOTHING`,
};
const REPLACE = {
  name: 'notice-replace-language',
  text: `UPDATE language l SET language = t.language
    FROM unnest($1::text[], $2::text[]) AS t (account, language)
    WHERE l.account = t.account AND l.language <> t.language`,
};

/**
 * Within its limits a notice becomes a mail, with a copy for each second address that receives notices. Beyond them, a
 * `daily` kind is held for the digest, and a `once` kind is dropped. Handles a whole batch in order in one statement.
 * Returns the accounts for which notices were held.
 */
const STORE_MAILS = {
  name: 'notice-store-mails',
  text: `WITH given AS (
      SELECT *, row_number() OVER (PARTITION BY account, allowance ORDER BY n) AS nth
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::text[])
        WITH ORDINALITY AS g (id, kind, account, happened_at, facts, allowance, n)
      WHERE NOT EXISTS (SELECT FROM mail m WHERE m.id = g.id AND m.kind = g.kind)
        AND NOT EXISTS (SELECT FROM switched_off o WHERE o.account = g.account AND o.kind = g.kind)
    ), counted AS (
      SELECT account, allowance, (
        SELECT count(*) FROM mail m
        WHERE m.account = a.account AND m.made_at > $8 AND m.state <> 'held' AND m.about IS NULL
          AND m.kind = ANY (CASE WHEN a.allowance = 'daily' THEN $10::text[] ELSE $11::text[] END)
      ) AS had
      FROM (SELECT DISTINCT account, allowance FROM given WHERE allowance <> 'every') a
    ), judged AS (
      SELECT g.*, CASE g.allowance
        WHEN 'every' THEN true
        WHEN 'daily' THEN c.had + g.nth <= $9::int
        ELSE c.had + g.nth <= 1
      END AS is_free
      FROM given g LEFT JOIN counted c USING (account, allowance)
    ), laid AS (
      INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at)
      SELECT id, kind, account, happened_at, facts,
        CASE WHEN is_free THEN 'waiting' ELSE 'held' END, $7, $7
      FROM judged WHERE is_free OR allowance = 'daily' ORDER BY n
      ON CONFLICT (id, kind) DO NOTHING
      RETURNING account, state
    ), copied AS (
      INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at, sent_to, about)
      SELECT md5(j.id::text || s.id::text)::uuid, j.kind, j.account, j.happened_at, j.facts,
        'waiting', $7, $7, s.address, j.id
      FROM judged j JOIN second_address s USING (account)
      WHERE j.is_free AND j.kind = ANY ($12::text[])
        AND (s.state = 'confirmed' OR (s.state = 'former' AND s.expires_at > $7))
      ON CONFLICT (id, kind) DO NOTHING
    )
    SELECT account FROM laid WHERE state = 'held'`,
};

const DIGEST = {
  name: 'notice-digest',
  text: `INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at)
    SELECT id, 'digest', account, $3, '{}', 'waiting', $3, $4
    FROM unnest($1::uuid[], $2::text[]) AS held (id, account)
    ON CONFLICT (account) WHERE kind = 'digest' AND state = 'waiting' DO NOTHING`,
};

const PURGE = {
  name: 'notice-purge',
  text: `WITH traits AS (DELETE FROM seen WHERE account = $1),
    addresses AS (DELETE FROM second_address WHERE account = $1),
    switches AS (DELETE FROM switched_off WHERE account = $1),
    languages AS (DELETE FROM language WHERE account = $1),
    looks AS (DELETE FROM looked WHERE account = $1)
    DELETE FROM mail WHERE account = $1`,
};

const MOVE = { name: 'notice-move', text: 'UPDATE followed SET position = $1' };
