import { createHash, timingSafeEqual } from 'node:crypto';

/** A keyed hash that only this service's replicas can compute; see libs/seal. */
export interface Mac {
  /** The key that signs new data. */
  readonly keyId: string;
  /** Undefined if the key is no longer known. */
  mac(keyId: string, data: string): Buffer | undefined;
}

/** A login that was begun. Only the browser stores it. */
export interface LoginTicket {
  /** base64url, 32 octets. */
  readonly challenge: string;
  /** The account given when the login began; empty if none was. */
  readonly account: string;
  readonly rpId: string;
  readonly frontEnd: string;
  /** ms since the epoch */
  readonly expiresAt: number;
}

/** The ticket in the form the browser stores; at most 1024 octets. */
export function formatLoginTicket(mac: Mac, ticket: LoginTicket): string {
  const { challenge, account, rpId, frontEnd, expiresAt } = ticket;
  const fields = [mac.keyId, challenge, account, rpId, shortHash(frontEnd), expiresAt];
  const body = Buffer.from(JSON.stringify(fields)).toString('base64url');
  const tag = mac.mac(mac.keyId, body);
  if (tag === undefined) throw new TypeError(`no key ${mac.keyId}`);
  return `${body}.${tag.toString('base64url')}`;
}

/**
 * Undefined if we did not sign it or it was given to another front-end. The caller must check whether it has expired.
 */
export function parseLoginTicket(
  mac: Mac,
  text: string,
  frontEnd: string,
): LoginTicket | undefined {
  const [body = '', tag = '', ...rest] = text.split('.');
  const fields = rest.length > 0 ? undefined : parseFields(body);
  if (fields === undefined) return undefined;
  const [keyId, challenge, account, rpId, frontEndHash, expiresAt] = fields;
  const wanted = mac.mac(String(keyId), body);
  if (wanted === undefined || !sameText(wanted.toString('base64url'), tag)) return undefined;
  if (frontEndHash !== shortHash(frontEnd)) return undefined;
  return {
    challenge: String(challenge),
    account: String(account),
    rpId: String(rpId),
    frontEnd,
    expiresAt: Number(expiresAt),
  };
}

/** A 16-octet hash of a name of up to 2 KiB, because the ticket must fit in a cookie. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

function parseFields(body: string): unknown[] | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return Array.isArray(fields) && fields.length === 6 ? fields : undefined;
  } catch {
    return undefined;
  }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
