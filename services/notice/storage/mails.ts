import { noticeFailed, noticeSent } from '../../../libs/events/definitions/notice.js';
import { appendEvents, makeEvent } from '../../../libs/events/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { MOST_ATTEMPTS, MOST_LISTED } from '../core/allowance.js';
import { isNotice, type Kind } from '../core/kinds.js';
import type { Facts } from '../core/notice.js';
import type { ClaimedMail, Mails } from '../ports.js';

interface Row {
  readonly id: string;
  readonly kind: ClaimedMail['kind'];
  readonly account: string;
  readonly happened_at: Date;
  readonly facts: Facts;
  readonly made_at: Date;
  readonly attempts: number;
  readonly sent_to: string | null;
  readonly about: string | null;
  readonly language: string | null;
}

/** The mails that wait for the relay. */
export function openMails({ db, newId }: { db: Database; newId: () => string }): Mails {
  const settle = (
    mail: ClaimedMail,
    now: number,
    event: (context: Parameters<typeof makeEvent>[1]) => ReturnType<typeof makeEvent>,
  ) =>
    db.transaction(async (tx) => {
      const done = await tx.query(DONE, [mail.id, mail.kind]);
      // Another replica's attempt was stored already: the relay got the mail twice, but it is recorded once.
      if (done.count === 0) return;
      if (mail.kind === 'digest') await tx.query(DONE_LISTED, [mail.account, new Date(mail.at)]);
      const domain = domainOfAccount(mail.account);
      await appendEvents(tx, [event({ id: newId(), service: 'notice', time: now, domain })]);
    });
  return {
    claim: ({ now, most, forMs }) =>
      db.transaction(async (tx) => {
        const { rows } = await tx.query<Row>(CLAIM, [
          ...[new Date(now), most, new Date(now + forMs), MOST_ATTEMPTS],
        ]);
        const mails: ClaimedMail[] = [];
        for (const row of rows) mails.push(await withListed(tx, row, now));
        return mails;
      }),
    sent: (mail, now) =>
      settle(mail, now, (context) =>
        makeEvent(noticeSent, context, {
          account: mail.account,
          kind: mail.kind,
          ...aboutOf(mail),
          attempts: mail.attempts,
        }),
      ),
    async again({ id, kind }, dueAt) {
      await db.query(AGAIN, [id, kind, new Date(dueAt)]);
    },
    failed: (mail, why, now) =>
      settle(mail, now, (context) =>
        makeEvent(noticeFailed, context, {
          account: mail.account,
          kind: mail.kind,
          ...aboutOf(mail),
          why: textOf(why),
        }),
      ),
    async endUnrecorded({ id, kind }) {
      await db.query(DONE, [id, kind]);
    },
    async exhausted({ now, most }) {
      const { rows } = await db.query<Row>(EXHAUSTED, [new Date(now), MOST_ATTEMPTS, most]);
      return rows.map((row) => ({ ...mailOf(row), listed: [], more: 0 }));
    },
  };
}

function aboutOf({ id, kind, about, sentTo }: ClaimedMail): { about?: string; second?: true } {
  const second = sentTo === undefined ? {} : ({ second: true } as const);
  return isNotice(kind) ? { about: about ?? id, ...second } : second;
}

/** The text of a relay or an error, in a form that an event can hold. */
function textOf(why: string): string {
  return why.replace(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, 300);
}

function mailOf(row: Row): Omit<ClaimedMail, 'listed' | 'more'> {
  const { id, kind, account, attempts, facts } = row;
  return {
    ...{ id, kind, account, attempts, facts },
    sentTo: row.sent_to ?? undefined,
    about: row.about ?? undefined,
    language: row.language ?? undefined,
    madeAt: row.made_at.getTime(),
    at: row.happened_at.getTime(),
  };
}

async function withListed(tx: Queryable, row: Row, now: number): Promise<ClaimedMail> {
  const mail = mailOf(row);
  const { kind, account } = mail;
  if (kind !== 'digest') return { ...mail, listed: [], more: 0 };
  const { rows } = await tx.query<Row & { total: number }>(HELD, [
    account,
    new Date(now),
    MOST_LISTED,
  ]);
  const listed = rows.map((held) => ({
    kind: held.kind as Kind,
    at: held.happened_at.getTime(),
    facts: held.facts,
  }));
  return { ...mail, at: now, listed, more: Math.max(0, (rows[0]?.total ?? 0) - listed.length) };
}

const CLAIM = {
  name: 'notice-claim',
  text: `UPDATE mail SET claimed_until = $3, attempts = attempts + 1
    WHERE (id, kind) IN (
      SELECT id, kind FROM mail
      WHERE state = 'waiting' AND due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
        AND attempts < $4
      ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, account, happened_at, facts, made_at, attempts, sent_to, about,
      (SELECT language FROM language l WHERE l.account = mail.account) AS language`,
};
const EXHAUSTED = {
  name: 'notice-exhausted',
  text: `SELECT id, kind, account, happened_at, facts, made_at, attempts, sent_to, about,
      NULL AS language FROM mail
    WHERE state = 'waiting' AND attempts >= $2 AND (claimed_until IS NULL OR claimed_until <= $1)
    LIMIT $3`,
};
const HELD = {
  name: 'notice-held',
  text: `SELECT kind, happened_at, facts, (count(*) OVER ())::int AS total FROM mail
    WHERE account = $1 AND state = 'held' AND made_at <= $2 ORDER BY made_at LIMIT $3`,
};
const DONE = {
  name: 'notice-done',
  text: `UPDATE mail SET state = 'done', facts = '{}', claimed_until = NULL
    WHERE id = $1 AND kind = $2 AND state = 'waiting'`,
};
const DONE_LISTED = {
  name: 'notice-done-listed',
  text: `UPDATE mail SET state = 'done', facts = '{}'
    WHERE account = $1 AND state = 'held' AND made_at <= $2`,
};
const AGAIN = {
  name: 'notice-again',
  text: `UPDATE mail SET due_at = $3, claimed_until = NULL
    WHERE id = $1 AND kind = $2 AND state = 'waiting'`,
};
