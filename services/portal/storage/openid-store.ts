import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, sealHeld } from '../../../libs/seal/index.js';
import type { OpenidRecord, OpenidStore } from '../ports/openid.js';
import { addClientLogin } from './client-logouts.js';
import { hashOf } from './hash.js';

interface Row {
  readonly payload: Record<string, unknown>;
  readonly consumed: boolean;
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
}

/**
 * Stores the records of OpenID Connect for one host: hashes of the presented values, and contents that only open with
 * those.
 */
export function openOpenidStore(parts: {
  db: Database;
  ring: KeyRing;
  random: Random;
  clock: Clock;
  /** The host's origin. Another host does not find what this one issued. */
  issuer: string;
  /** The most records that one network may have begun. Beyond that its oldest is deleted. */
  begunPerAddress: number;
}): OpenidStore {
  const { db, ring, random, clock, issuer, begunPerAddress } = parts;
  const now = () => new Date(clock.now());
  const holder = (kind: string, held: string) => ({ purpose: `openid ${kind}`, held });
  const read = (kind: string, id: string | undefined, row: Row): OpenidRecord => {
    const { payload, consumed: isConsumed, key_id: keyId, sealed: bytes } = row;
    const opens = id !== undefined && keyId !== null && bytes !== null;
    return {
      ...{ payload, isConsumed },
      sessionSecret: opens
        ? openHeld(ring, { keyId, bytes }, holder(kind, id)).toString()
        : undefined,
    };
  };
  return {
    async put(kind, id, { payload, seconds, sessionSecret, predecessor, login, begunBy }) {
      const sealed =
        sessionSecret === undefined
          ? undefined
          : sealHeld(ring, random, Buffer.from(sessionSecret), holder(kind, id));
      const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : null);
      const values = [
        ...[kind, hashOf(id), payload, text('grantId'), kind === 'Session' ? text('uid') : null],
        ...[text('accountId'), text('clientId')],
        ...[predecessor === undefined ? null : hashOf(predecessor)],
        ...[sealed?.keyId ?? null, sealed?.bytes ?? null],
        ...[new Date(clock.now() + seconds * 1000), issuer],
      ];
      if (begunBy !== undefined) {
        await db.query(BEGIN, [...values, begunBy, begunPerAddress]);
      } else if (login === undefined) {
        await db.query(PUT, values);
      } else {
        await db.transaction(async (tx) => {
          await addClientLogin(tx, login);
          await tx.query(PUT, values);
        });
      }
    },
    async find(kind, id) {
      const statement = kind === 'RefreshToken' ? FIND_REFRESH_TOKEN : FIND;
      const { rows } = await db.query<Row>(statement, [kind, hashOf(id), now(), issuer]);
      return rows[0] && read(kind, id, rows[0]);
    },
    async findByUid(kind, uid) {
      const { rows } = await db.query<Row>(FIND_BY_UID, [kind, uid, now(), issuer]);
      return rows[0] && read(kind, undefined, rows[0]);
    },
    async consume(kind, id) {
      const { count } = await db.query(CONSUME, [kind, hashOf(id), now(), issuer]);
      return count === 1;
    },
    async remove(kind, id) {
      await db.query(REMOVE, [kind, hashOf(id), issuer]);
    },
    async removeGrant(grantId) {
      await db.query(REMOVE_GRANT, [grantId, issuer]);
    },
  };
}

const COLUMNS =
  'kind, id, payload, grant_id, uid, account, client, predecessor, key_id, sealed, expires_at, issuer';
const VALUES = '$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12';
const CHANGED =
  'payload = $3, grant_id = $4, uid = $5, account = $6, client = $7, expires_at = $11';
const PUT = {
  name: 'openid-put',
  text: `INSERT INTO openid (${COLUMNS}) VALUES (${VALUES})
    ON CONFLICT (kind, id) DO UPDATE SET ${CHANGED}, begun_by = NULL WHERE openid.issuer = $12`,
};
/** A record that anybody can begin replaces the network's oldest, if the network has as many as it may. */
const BEGIN = {
  name: 'openid-begin',
  text: `WITH older AS (
      DELETE FROM openid WHERE (kind, id) IN (
        SELECT kind, id FROM openid WHERE (kind, id) IN (
          SELECT kind, id FROM openid WHERE begun_by = $13 ORDER BY expires_at DESC OFFSET $14 - 1)
        FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO openid (${COLUMNS}, begun_by) VALUES (${VALUES}, $13)
    ON CONFLICT (kind, id) DO UPDATE SET ${CHANGED} WHERE openid.issuer = $12`,
};
const SELECTED = `payload, consumed_at IS NOT NULL OR superseded AS consumed, key_id, sealed`;
const FIND = {
  name: 'openid-find',
  text: `SELECT ${SELECTED} FROM openid
    WHERE kind = $1 AND id = $2 AND expires_at > $3 AND issuer = $4`,
};
/**
 * When a refresh token is presented, its predecessor and the predecessor's other successors become invalid. If one
 * of those is presented later, either it was stolen, or the one that was presented first was.
 */
const FIND_REFRESH_TOKEN = {
  name: 'openid-find-refresh-token',
  text: `WITH found AS (
      SELECT ${SELECTED}, predecessor FROM openid
      WHERE kind = $1 AND id = $2 AND expires_at > $3 AND issuer = $4
    ), before AS (
      UPDATE openid SET superseded = true
      FROM found WHERE openid.kind = $1 AND NOT openid.superseded AND NOT found.consumed
        AND (openid.id = found.predecessor OR openid.predecessor = found.predecessor AND openid.id <> $2)
    )
    SELECT payload, consumed, key_id, sealed FROM found`,
};
const FIND_BY_UID = {
  name: 'openid-find-by-uid',
  text: `SELECT ${SELECTED} FROM openid
    WHERE kind = $1 AND uid = $2 AND expires_at > $3 AND issuer = $4`,
};
/** Consumes in one statement, so that of two requests with one code only one succeeds. */
const CONSUME = {
  name: 'openid-consume',
  text: `UPDATE openid SET consumed_at = $3
    WHERE kind = $1 AND id = $2 AND consumed_at IS NULL AND issuer = $4`,
};
const REMOVE = {
  name: 'openid-remove',
  text: 'DELETE FROM openid WHERE kind = $1 AND id = $2 AND issuer = $3',
};
const REMOVE_GRANT = {
  name: 'openid-remove-grant',
  text: 'DELETE FROM openid WHERE grant_id = $1 AND issuer = $2',
};
