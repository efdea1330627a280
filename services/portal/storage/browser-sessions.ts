import type { Clock } from '../../../libs/clock/index.js';
import type { Service } from '../../../libs/names/services.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, sealHeld } from '../../../libs/seal/index.js';
import type { BrowserSession, BrowserSessions } from '../ports/browser-sessions.js';
import { hashOf } from './hash.js';

interface Row {
  readonly client: string;
  readonly account: string;
  readonly service: Service;
  readonly decision_id: string;
  readonly signed_in_at: Date;
  readonly expires_at: Date;
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
  readonly view_key_id: string | null;
  readonly view_sealed: Buffer | null;
  readonly session_id: string | null;
  readonly user_agent: string | null;
}

/** Characters of a User-Agent that are stored. */
const MOST_USER_AGENT = 512;

interface UserAgentRow {
  readonly session_id: string;
  readonly user_agent: string;
}

/** What a sealed value of a row is. One kind does not open as the other. */
type Kept = 'browser-session' | 'browser-view';

const holder = (purpose: Kept, cookie: string) => ({ purpose, held: cookie });

/** Stores browsers that are signed in. The cookie is needed to open a row; the database alone opens nothing. */
export function openBrowserSessions(parts: {
  db: Database;
  ring: KeyRing;
  random: Random;
  clock: Clock;
}): BrowserSessions {
  const { db, ring, random, clock } = parts;
  const seal = (what: Kept, cookie: string, secret: string | undefined) => {
    if (secret === undefined) return [null, null];
    const { keyId, bytes } = sealHeld(ring, random, Buffer.from(secret), holder(what, cookie));
    return [keyId, bytes];
  };
  const open = (what: Kept, cookie: string, keyId: string | null, bytes: Buffer | null) =>
    keyId === null || bytes === null
      ? undefined
      : openHeld(ring, { keyId, bytes }, holder(what, cookie)).toString();

  async function insert(tx: Queryable, cookie: string, session: BrowserSession): Promise<void> {
    await tx.query(INSERT, [
      ...[hashOf(cookie), session.client, session.account, session.service, session.decisionId],
      ...[new Date(session.signedInAt), new Date(session.expiresAt)],
      ...seal('browser-session', cookie, session.sessionSecret),
      ...seal('browser-view', cookie, session.viewTicket),
      ...[session.sessionId ?? null, session.userAgent?.slice(0, MOST_USER_AGENT) ?? null],
    ]);
  }

  function read(cookie: string, row: Row): BrowserSession {
    return {
      client: row.client,
      account: row.account,
      service: row.service,
      decisionId: row.decision_id,
      signedInAt: row.signed_in_at.getTime(),
      expiresAt: row.expires_at.getTime(),
      sessionSecret: open('browser-session', cookie, row.key_id, row.sealed),
      sessionId: row.session_id ?? undefined,
      userAgent: row.user_agent ?? undefined,
      viewTicket: open('browser-view', cookie, row.view_key_id, row.view_sealed),
    };
  }

  const take = async (tx: Queryable, cookie: string): Promise<BrowserSession[]> => {
    const { rows } = await tx.query<Row>(TAKE, [hashOf(cookie), new Date(clock.now())]);
    return rows.map((row) => read(cookie, row));
  };

  return {
    add(session, oldCookie) {
      const cookie = random.bytes(32).toString('base64url');
      return db.transaction(async (tx) => {
        const others = oldCookie === undefined ? [] : await take(tx, oldCookie);
        for (const other of others) {
          if (other.client !== session.client) await insert(tx, cookie, other);
        }
        await insert(tx, cookie, session);
        return cookie;
      });
    },
    async find(cookie, client) {
      const { rows } = await db.query<Row>(FIND, [hashOf(cookie), new Date(clock.now()), client]);
      return rows[0] && read(cookie, rows[0]);
    },
    async list(cookie) {
      const { rows } = await db.query<Row>(LIST, [hashOf(cookie), new Date(clock.now())]);
      return rows.map((row) => read(cookie, row));
    },
    async userAgents(account) {
      const { rows } = await db.query<UserAgentRow>(USER_AGENTS, [account, new Date(clock.now())]);
      return new Map(rows.map((row) => [row.session_id, row.user_agent]));
    },
    end: (cookie) => db.transaction((tx) => take(tx, cookie)),
    async endAccount(account) {
      await db.query(END_ACCOUNT, [account]);
    },
  };
}

const COLUMNS = `client, account, service, decision_id, signed_in_at, expires_at, key_id, sealed,
  view_key_id, view_sealed, session_id, user_agent`;
const INSERT = {
  name: 'browser-session-add',
  text: `INSERT INTO browser_session (id, ${COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
};
const FIND = {
  name: 'browser-session-find',
  text: `SELECT ${COLUMNS} FROM browser_session WHERE id = $1 AND expires_at > $2 AND client = $3`,
};
const LIST = {
  name: 'browser-session-list',
  text: `SELECT ${COLUMNS} FROM browser_session WHERE id = $1 AND expires_at > $2 ORDER BY client`,
};
const USER_AGENTS = {
  name: 'browser-session-user-agents',
  text: `SELECT session_id, user_agent FROM browser_session
    WHERE account = $1 AND expires_at > $2 AND session_id IS NOT NULL AND user_agent IS NOT NULL
    LIMIT 1000`,
};
const TAKE = {
  name: 'browser-session-take',
  text: `WITH gone AS (DELETE FROM browser_session WHERE id = $1 RETURNING ${COLUMNS})
    SELECT * FROM gone WHERE expires_at > $2`,
};
const END_ACCOUNT = {
  name: 'browser-session-end-account',
  text: 'DELETE FROM browser_session WHERE account = $1',
};
