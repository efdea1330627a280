import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, sealHeld } from '../../../libs/seal/index.js';
import type { ForwardCode, ForwardCodes } from '../ports/forward-codes.js';
import { hashOf } from './hash.js';

const LIFETIME_MS = 60_000;

interface Row {
  readonly client: string;
  readonly origin: string;
  readonly binding: string;
  readonly account: string;
  readonly until: Date;
  readonly key_id: string;
  readonly sealed: Buffer;
}

/** Stores one-time codes. One statement takes a code, and only the code itself opens its row. */
export function openForwardCodes(parts: {
  db: Database;
  ring: KeyRing;
  random: Random;
  clock: Clock;
}): ForwardCodes {
  const { db, ring, random, clock } = parts;
  const holder = (code: string) => ({ purpose: 'forward-code', held: code });
  return {
    async issue({ client, origin, binding, account, until, sessionSecret }) {
      const code = random.bytes(32).toString('base64url');
      const sealed = sealHeld(ring, random, Buffer.from(sessionSecret), holder(code));
      await db.query(INSERT, [
        ...[hashOf(code), client, origin, binding, account, new Date(until)],
        ...[sealed.keyId, sealed.bytes, new Date(clock.now() + LIFETIME_MS)],
      ]);
      return code;
    },
    async take(code): Promise<ForwardCode | undefined> {
      const { rows } = await db.query<Row>(TAKE, [hashOf(code), new Date(clock.now())]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const { client, origin, binding, account, until } = row;
      const sealed = { keyId: row.key_id, bytes: row.sealed };
      const sessionSecret = openHeld(ring, sealed, holder(code)).toString();
      return { client, origin, binding, account, until: until.getTime(), sessionSecret };
    },
  };
}

const INSERT = {
  name: 'forward-code-issue',
  text: `INSERT INTO forward_code
      (id, client, origin, binding, account, until, key_id, sealed, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};
const TAKE = {
  name: 'forward-code-take',
  text: `WITH gone AS (DELETE FROM forward_code WHERE id = $1 RETURNING *)
    SELECT client, origin, binding, account, until, key_id, sealed FROM gone WHERE expires_at > $2`,
};
