import type { Clock } from '../../../libs/clock/index.js';
import { logoutUndelivered } from '../../../libs/events/definitions/portal.js';
import { emit } from '../../../libs/events/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { ClientLogin, ClientLogouts, DueLogout } from '../ports/client-logouts.js';

/** Longer than one delivery takes. If a replica is killed, another takes over its claims after this time. */
const LEASE_MS = 30_000;

interface Row {
  readonly session_id: string;
  readonly client: string;
  readonly sid: string;
  readonly subject: string;
  readonly issuer: string;
  readonly domain: string;
  readonly ended_at: Date;
  readonly tries: number;
}

/** Stores the clients to notify that a session ended. One statement claims a delivery for one replica at a time. */
export function openClientLogouts(parts: {
  db: Database;
  clock: Clock;
  newId: () => string;
}): ClientLogouts {
  const { db, clock, newId } = parts;
  const now = () => new Date(clock.now());
  const of = ({ sessionId, client, sid, tries }: DueLogout) => [sessionId, client, sid, tries];
  return {
    async position() {
      const { rows } = await db.query<{ position: string }>('SELECT position FROM followed');
      return rows[0]?.position ?? '';
    },
    async clientsDue() {
      const { rows } = await db.query<{ client: string }>(CLIENTS);
      return rows.map(({ client }) => client);
    },
    async claim(client, most) {
      const leased = new Date(clock.now() + LEASE_MS);
      const { rows } = await db.query<Row>(CLAIM, [client, now(), most, leased]);
      return rows.map(read);
    },
    async delivered(due) {
      await db.query(DELETE, of(due));
    },
    async postpone(due, until) {
      await db.query(POSTPONE, [...of(due), new Date(until)]);
    },
    giveUp: (due, why) =>
      db.transaction(async (tx) => {
        const { count } = await tx.query(DELETE, of(due));
        if (count === 0) return;
        const { client, sessionId, domain, tries, endedAt } = due;
        const context = { id: newId(), service: 'portal', time: clock.now(), domain };
        const ended_at = new Date(endedAt).toISOString();
        const data = { client, domain, session_id: sessionId, ended_at, tries, why };
        await emit(tx, logoutUndelivered, context, data);
      }),
    async signedOut(client, sid) {
      await db.query(SIGNED_OUT, [client, sid, now()]);
    },
  };
}

/**
 * Records an ending, and how far trust-store was followed with it, in one transaction.
 * @param ending.all endings were missed, so every client is notified about every session
 * @param ending.at ms since the epoch
 */
export async function recordEnding(
  tx: Queryable,
  ending: { position: string; sessionId: string | undefined; all: boolean; at: number },
): Promise<void> {
  const { position, sessionId, all, at } = ending;
  if (sessionId !== undefined) await tx.query(ENDED, [sessionId, new Date(at)]);
  if (all) await tx.query(ALL_ENDED, [new Date(at)]);
  await tx.query(FOLLOWED, [position]);
}

/** Runs in the transaction that issues the code. */
export async function addClientLogin(tx: Queryable, login: ClientLogin): Promise<void> {
  const { sessionId, client, sid, subject, issuer, domain, until } = login;
  await tx.query(ADD, [sessionId, client, sid, subject, issuer, domain, new Date(until)]);
}

function read(row: Row): DueLogout {
  const { session_id: sessionId, ended_at, client, sid, subject, issuer, domain, tries } = row;
  const endedAt = ended_at.getTime();
  return { sessionId, client, sid, subject, issuer, domain, tries, endedAt };
}

/** A delivery that is due is never swept. It is deleted when it is delivered or given up. */
const DUE = `ended_at = $N, due_at = $N, expires_at = 'infinity'`;
const due = (n: number) => DUE.replaceAll('$N', `$${n}`);
const ADD = {
  name: 'client-login-add',
  text: `INSERT INTO client_login (session_id, client, sid, subject, issuer, domain, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
};
/** Finds each client with a delivery, with one index lookup a client. */
const CLIENTS = {
  name: 'client-logouts-clients',
  text: `WITH RECURSIVE each AS (
      (SELECT client FROM client_login WHERE due_at IS NOT NULL ORDER BY client LIMIT 1)
      UNION ALL
      SELECT (SELECT client FROM client_login
        WHERE due_at IS NOT NULL AND client > each.client ORDER BY client LIMIT 1)
      FROM each WHERE each.client IS NOT NULL
    ) SELECT client FROM each WHERE client IS NOT NULL`,
};
/** Claims in one statement, so that of two replicas one gets the delivery until its lease is over. */
const CLAIM = {
  name: 'client-logouts-claim',
  text: `UPDATE client_login SET due_at = $4, tries = tries + 1
    WHERE (session_id, client, sid) IN (
      SELECT session_id, client, sid FROM client_login WHERE client = $1 AND due_at <= $2
      ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING session_id, client, sid, subject, issuer, domain, ended_at, tries`,
};
/** `tries` shows whether the claim is still this one. */
const CLAIMED = 'session_id = $1 AND client = $2 AND sid = $3 AND tries = $4';
const DELETE = { name: 'client-logouts-delete', text: `DELETE FROM client_login WHERE ${CLAIMED}` };
const POSTPONE = {
  name: 'client-logouts-postpone',
  text: `UPDATE client_login SET due_at = $5 WHERE ${CLAIMED}`,
};
const SIGNED_OUT = {
  name: 'client-logouts-signed-out',
  text: `UPDATE client_login SET ${due(3)} WHERE client = $1 AND sid = $2 AND due_at IS NULL`,
};
const ENDED = {
  name: 'client-logouts-ended',
  text: `UPDATE client_login SET ${due(2)} WHERE session_id = $1 AND due_at IS NULL`,
};
const ALL_ENDED = `UPDATE client_login SET ${due(1)} WHERE due_at IS NULL`;
const FOLLOWED = { name: 'followed', text: 'UPDATE followed SET position = $1' };
