import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { KeyRing } from '../../../libs/seal/index.js';
import type { SigningKey, SigningKeys } from '../ports/openid.js';

const DAY = 86_400_000;
/**
 * A key is published for AHEAD before it signs, so that clients have it. It stays published as long as a token that it
 * signed may be read.
 */
const AHEAD_MS = 2 * DAY;
const SIGNS_MS = 90 * DAY;
const BEHIND_MS = 2 * DAY;

interface Row {
  readonly kid: string;
  readonly key_id: string;
  readonly sealed: Buffer;
}

/** Stores the keys that sign id tokens, the same for every replica. */
export function openSigningKeys(parts: { db: Database; ring: KeyRing; clock: Clock }): SigningKeys {
  const { db, ring, clock } = parts;
  const binding = (id: string) => ({ purpose: 'signing-key', account: '', id });
  const make = promisify(generateKeyPair);

  /** Runs under a lock of the table, so that of two replicas only one makes the key. */
  async function keepOneAhead(): Promise<void> {
    const { privateKey } = await make('rsa', { modulusLength: 2048 });
    const kid = randomUUID();
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
    const publicJwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid };
    const { keyId, bytes } = ring.seal(Buffer.from(JSON.stringify(jwk)), binding(kid));
    await db.transaction(async (tx) => {
      await tx.query('LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE');
      const now = clock.now();
      const { rows } = await tx.query<{ until: Date | null }>(NEWEST);
      const until = rows[0]?.until?.getTime();
      if (until !== undefined && until > now + AHEAD_MS) return;
      const from = Math.max(now, until ?? 0);
      const [signs, gone] = [from + SIGNS_MS, from + SIGNS_MS + BEHIND_MS].map(
        (at) => new Date(at),
      );
      await tx.query(INSERT, [kid, publicJwk, keyId, bytes, new Date(from), signs, gone]);
    });
  }

  async function read(): Promise<SigningKey[]> {
    const { rows } = await db.query<Row>(READ, [new Date(clock.now())]);
    return rows.map(({ kid, key_id: keyId, sealed: bytes }) => {
      const jwk = JSON.parse(ring.open({ keyId, bytes }, binding(kid)).toString());
      return { kid, jwk };
    });
  }

  return {
    async current() {
      const { rows } = await db.query<{ until: Date | null }>(NEWEST);
      const until = rows[0]?.until?.getTime() ?? 0;
      if (until <= clock.now() + AHEAD_MS) await keepOneAhead();
      return read();
    },
  };
}

const NEWEST = 'SELECT max(signs_until) AS until FROM signing_key';
const INSERT = `INSERT INTO signing_key (kid, public_jwk, key_id, sealed, signs_from, signs_until, gone_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
/** Orders the current signing key first, then the next, then former ones. */
const READ = `SELECT kid, key_id, sealed FROM signing_key WHERE gone_at > $1
  ORDER BY signs_from <= $1 AND signs_until > $1 DESC, signs_from DESC`;
