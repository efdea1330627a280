import { createHash, timingSafeEqual } from 'node:crypto';

/** A keyed hash that only this service's replicas can compute; see libs/seal. */
export interface Mac {
  /** The key that signs now. */
  readonly keyId: string;
  /** Undefined where the key is not known any more. */
  mac(keyId: string, data: string): Buffer | undefined;
}

/** A login that was begun: kept in the browser, nothing of it here. */
export interface LoginTicket {
  /** base64url, 32 octets. */
  readonly challenge: string;
  /** As it was given when the login began; empty: none. */
  readonly account: string;
  readonly rpId: string;
  readonly frontEnd: string;
  /** ms since the epoch */
  readonly expiresAt: number;
}

/** The ticket as the browser keeps it: at most 1024 octets. */
export function formatLoginTicket(mac: Mac, ticket: LoginTicket): string {
  const { challenge, account, rpId, frontEnd, expiresAt } = ticket;
  const fields = [mac.keyId, challenge, account, rpId, shortHash(frontEnd), expiresAt];
  const body = Buffer.from(JSON.stringify(fields)).toString('base64url');
  const tag = mac.mac(mac.keyId, body);
  if (tag === undefined) throw new TypeError(`no key ${mac.keyId}`);
  return `${body}.${tag.toString('base64url')}`;
}

/**
 * Undefined for what we did not sign, and for what was given to another front-end. Whether it has expired is for the caller
 * to see.
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

/** A name of at most 2 KiB as 16 octets: the ticket has to fit in a cookie. */
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
