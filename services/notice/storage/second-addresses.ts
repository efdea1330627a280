import { resourceExhausted } from '../../../libs/errors/index.js';
import {
  kindSwitched,
  secondAddressAdded,
  secondAddressRemoved,
} from '../../../libs/events/definitions/notice.js';
import { appendEvents, makeEvent } from '../../../libs/events/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { consumeTicket, useOnce } from '../../../libs/ticket/index.js';
import type { Limits } from '../core/allowance.js';
import { isAdministrator, MOST_LINKS, type SecondAddress } from '../core/second-address.js';
import type { AddressChange, Clock, NoticeStore } from '../ports.js';
import { keepRecord } from './record-keeping.js';
import { markSeen, readUnseen } from './unseen.js';

export interface StoreParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly limits: Limits;
  /** A hash that only the installation can compute. */
  readonly hash: (text: string) => Buffer;
}

/** Second addresses, switched-off kinds, and unseen notices. */
export function openStore(parts: StoreParts): NoticeStore {
  const { db, clock, newId } = parts;
  return {
    async read(account) {
      const [off, addresses] = await Promise.all([
        db.query<{ kind: string }>(OFF, [account]),
        listAddresses(db, account, clock.now()),
      ]);
      return { off: off.rows.map(({ kind }) => kind), addresses };
    },
    unseen: (account) => readUnseen(db, account),
    markSeen: (account, until) => markSeen(db, account, until),
    change: (account, make) =>
      db.transaction(async (tx) => {
        // Changes of one account come one after the other, even from different replicas.
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
          `notice ${account}`,
        ]);
        return make(changeOf(tx, parts));
      }),
    async asked(id) {
      const { rows } = await db.query<{ account: string; address: string }>(ASKED, [
        id,
        new Date(clock.now()),
      ]);
      return rows[0];
    },
    switchKind: ({ account, kind, off, actor }) =>
      db.transaction(async (tx) => {
        const { count } = await tx.query(off ? SWITCH_OFF : SWITCH_ON, [account, kind]);
        if (count === 0) return;
        const context = { id: newId(), service: 'notice', time: clock.now() };
        const domain = domainOfAccount(account);
        const data = { account, kind, off, actor };
        await appendEvents(tx, [makeEvent(kindSwitched, { ...context, domain }, data)]);
      }),
  };
}

function changeOf(tx: Queryable, parts: StoreParts): AddressChange {
  const { clock, newId, limits, hash } = parts;
  const now = () => new Date(clock.now());
  return {
    use: ({ jti, expiresAt }) => consumeTicket(tx, jti, expiresAt),
    useOnce: ({ jti, expiresAt }) => useOnce(tx, jti, expiresAt),
    async countLink({ account, address }) {
      const counts = [
        { hash: hash(`links of ${account}`), most: MOST_LINKS.person, who: 'you' },
        { hash: hash(`links to ${address}`), most: MOST_LINKS.address, who: 'that address' },
      ];
      // In a fixed order, so that two transactions cannot deadlock.
      counts.sort((a, b) => Buffer.compare(a.hash, b.hash));
      for (const { hash: of, most, who } of counts) {
        const { count } = await tx.query(COUNT, [of, now(), most]);
        if (count === 0)
          throw resourceExhausted(`${who} had ${most} links today: try again tomorrow`);
      }
    },
    list: (account) => listAddresses(tx, account, clock.now()),
    async ask({ id, account, address, until }) {
      await tx.query(FORGET_ASKED, [account]);
      await tx.query(ASK, [id, account, address, now(), new Date(until)]);
    },
    async demote(account, until) {
      const demoted =
        until === undefined
          ? await tx.query(DROP, [account])
          : await tx.query(DEMOTE, [account, now(), new Date(until)]);
      return demoted.count > 0;
    },
    async promote(id) {
      await tx.query(PROMOTE, [id, now()]);
    },
    async remove(ids) {
      await tx.query('DELETE FROM second_address WHERE id = ANY ($1::uuid[])', [ids]);
    },
    async notify({ account, kind, address, actor }) {
      const id = newId();
      const definition =
        kind === 'second-address-added' ? secondAddressAdded : secondAddressRemoved;
      const context = {
        id,
        service: 'notice',
        time: clock.now(),
        domain: domainOfAccount(account),
      };
      const data = { account, address, actor };
      await appendEvents(tx, [makeEvent(definition, context, data)]);
      const byAdministrator = isAdministrator(actor) ? { byAdministrator: true } : {};
      const facts = { mailbox: address, ...byAdministrator };
      const notice = { id, kind, account, at: clock.now(), facts };
      await keepRecord(tx, limits, newId).storeMails([notice], clock.now());
    },
  };
}

async function listAddresses(
  db: Queryable,
  account: string,
  now: number,
): Promise<(SecondAddress & { readonly id: string })[]> {
  const { rows } = await db.query<{
    id: string;
    address: string;
    state: SecondAddress['state'];
    changed_at: Date;
    expires_at: Date | null;
  }>(LIST, [account, new Date(now)]);
  return rows.map(({ id, address, state, changed_at: since, expires_at: until }) => ({
    ...{ id, address, state, since: since.getTime() },
    until: until?.getTime(),
  }));
}

/**
 * Deletes at most `limit` expired addresses.
 * @returns how many
 */
export async function sweepAddresses(db: Queryable, now: number, limit: number): Promise<number> {
  return (await db.query(SWEEP, [new Date(now), limit])).count;
}

/** Deletes the counts of links from before yesterday. */
export async function sweepLinks(db: Queryable, now: number): Promise<void> {
  await db.query(
    "DELETE FROM links_sent WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date - 1",
    [new Date(now)],
  );
}

const OFF = { name: 'notice-off', text: 'SELECT kind FROM switched_off WHERE account = $1' };
const SWITCH_OFF = {
  name: 'notice-switch-off',
  text: 'INSERT INTO switched_off (account, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING',
};
const SWITCH_ON = {
  name: 'notice-switch-on',
  text: 'DELETE FROM switched_off WHERE account = $1 AND kind = $2',
};
const LIST = {
  name: 'notice-addresses',
  text: `SELECT id, address, state, changed_at, expires_at FROM second_address
    WHERE account = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY changed_at`,
};
const ASKED = {
  name: 'notice-asked',
  text: `SELECT account, address FROM second_address
    WHERE id = $1 AND state = 'asked' AND expires_at > $2`,
};
/** One statement, so that at most `most` are counted per day, even if many arrive at once. */
const COUNT = {
  name: 'notice-count-link',
  text: `INSERT INTO links_sent AS sent (hash, day, n)
    VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date, 1)
    ON CONFLICT (hash, day) DO UPDATE SET n = sent.n + 1 WHERE sent.n < $3`,
};
/** Also deletes the mail, whose link is no longer valid. */
const FORGET_ASKED = {
  name: 'notice-forget-asked',
  text: `WITH gone AS (
      DELETE FROM second_address WHERE account = $1 AND state = 'asked' RETURNING id)
    DELETE FROM mail USING gone WHERE mail.id = gone.id AND mail.kind = 'confirm-address'`,
};
const ASK = {
  name: 'notice-ask',
  text: `WITH asked AS (
      INSERT INTO second_address (id, account, address, state, changed_at, expires_at)
      VALUES ($1, $2, $3, 'asked', $4, $5) RETURNING id, account, address)
    INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at, sent_to)
    SELECT id, 'confirm-address', account, $4, '{}', 'waiting', $4, $4, address FROM asked`,
};
const DROP = {
  name: 'notice-drop',
  text: "DELETE FROM second_address WHERE account = $1 AND state = 'confirmed'",
};
const DEMOTE = {
  name: 'notice-demote',
  text: `UPDATE second_address SET state = 'former', changed_at = $2, expires_at = $3
    WHERE account = $1 AND state = 'confirmed'`,
};
const PROMOTE = {
  name: 'notice-promote',
  text: `UPDATE second_address SET state = 'confirmed', changed_at = $2, expires_at = NULL
    WHERE id = $1`,
};
const SWEEP = {
  name: 'notice-sweep-addresses',
  text: `DELETE FROM second_address WHERE id IN (
    SELECT id FROM second_address WHERE expires_at <= $1
    ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
};
