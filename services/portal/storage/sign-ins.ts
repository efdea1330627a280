import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, type Sealed, sealHeld } from '../../../libs/seal/index.js';
import type { Change, ChangeSecrets } from '../core/change.js';
import type { SignIn, SignInSecrets } from '../core/sign-in.js';
import type { Changes, ClaimedStep, SealedSteps, SignInKey, SignIns } from '../ports/pending.js';
import { hashOf } from './hash.js';

/**
 * The most pending sign-ins of one account. Older ones are deleted, so that a known password cannot fill the table.
 */
const PER_ACCOUNT = 20;

interface Row<State> {
  readonly state: State;
  readonly step: number;
  readonly key_id: string;
  readonly sealed: Buffer;
}

interface Parts {
  readonly db: Database;
  readonly ring: KeyRing;
  readonly random: Random;
  readonly clock: Clock;
  readonly lifetimeMs: number;
}

/** Stores pending sign-ins in Postgres, so that any replica can take the next step. */
export function openSignIns(parts: Parts): SignIns {
  return openSteps<SignIn, SignInSecrets>(parts, 'sign-in', (id) => hashOf(id));
}

/** Stores what people do about their accounts, in the same way. A key of one store does not open the other. */
export function openChanges(parts: Parts): Changes {
  return openSteps<Change, ChangeSecrets>(parts, 'change', (id) => hashOf(`change ${id}`));
}

function openSteps<State extends { readonly account: string }, Secrets>(
  { db, ring, random, clock, lifetimeMs }: Parts,
  purpose: string,
  hashOfId: (id: string) => Buffer,
): SealedSteps<State, Secrets> {
  const now = () => new Date(clock.now());
  const holder = ({ id, browser }: SignInKey) => ({ purpose, held: `${id}.${browser}` });
  const seal = (key: SignInKey, secrets: Secrets): Sealed =>
    sealHeld(ring, random, Buffer.from(JSON.stringify(secrets)), holder(key));
  const readRow = (
    key: SignInKey,
    row: Row<State> | undefined,
  ): ClaimedStep<State, Secrets> | undefined => {
    if (row === undefined) return undefined;
    const sealed = { keyId: row.key_id, bytes: row.sealed };
    const secrets = JSON.parse(openHeld(ring, sealed, holder(key)).toString()) as Secrets;
    return { state: row.state, step: row.step, secrets };
  };
  return {
    async begin(browser, state, secrets) {
      const key = { id: random.bytes(32).toString('base64url'), browser };
      const { keyId, bytes } = seal(key, secrets);
      const begun = clock.now();
      await db.query(INSERT, [
        ...[hashOfId(key.id), hashOf(browser), state.account, state, keyId, bytes],
        ...[new Date(begun), new Date(begun + lifetimeMs), PER_ACCOUNT],
      ]);
      return { id: key.id };
    },
    async look(key) {
      const values = [hashOfId(key.id), hashOf(key.browser), now()];
      const { rows } = await db.query<Row<State>>(LOOK, values);
      return readRow(key, rows[0]);
    },
    async claim(key, step) {
      const values = [hashOfId(key.id), hashOf(key.browser), now(), step];
      const { rows } = await db.query<Row<State>>(CLAIM, values);
      return readRow(key, rows[0]);
    },
    async save(key, step, state, secrets) {
      const { keyId, bytes } = seal(key, secrets);
      const values = [hashOfId(key.id), hashOf(key.browser), now(), step, state, keyId, bytes];
      const { count } = await db.query(SAVE, values);
      return count === 1;
    },
    async end(key) {
      await db.query(END, [hashOfId(key.id), hashOf(key.browser)]);
    },
  };
}

const INSERT = {
  name: 'sign-in-begin',
  text: `WITH older AS (
      DELETE FROM sign_in WHERE id IN (
        SELECT id FROM sign_in WHERE account = $3 ORDER BY begun_at DESC OFFSET $9 - 1)
    )
    INSERT INTO sign_in (id, browser, account, step, state, key_id, sealed, begun_at, expires_at)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)`,
};
const LOOK = {
  name: 'sign-in-look',
  text: `SELECT state, step, key_id, sealed FROM sign_in
    WHERE id = $1 AND browser = $2 AND expires_at > $3`,
};
/** Claims in one statement, so that of two requests with one step only one finds a row. */
const CLAIM = {
  name: 'sign-in-claim',
  text: `UPDATE sign_in SET step = step + 1
    WHERE id = $1 AND browser = $2 AND expires_at > $3 AND step = $4
    RETURNING state, step, key_id, sealed`,
};
const SAVE = {
  name: 'sign-in-save',
  text: `UPDATE sign_in SET state = $5, key_id = $6, sealed = $7
    WHERE id = $1 AND browser = $2 AND expires_at > $3 AND step = $4`,
};
const END = { name: 'sign-in-end', text: 'DELETE FROM sign_in WHERE id = $1 AND browser = $2' };
