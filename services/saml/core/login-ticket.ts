import { createHash, timingSafeEqual } from 'node:crypto';

/** A keyed hash that only this service's replicas can compute; see libs/seal. */
export interface Mac {
  /** The key that signs new data. */
  readonly keyId: string;
  /** Undefined if the key is no longer known. */
  mac(
    keyId: string,
    purpose: 'request-id' | 'relay-state' | 'login-ticket',
    data: string,
  ): Buffer | undefined;
}

/** A login that was begun. Only the browser stores it. */
export interface LoginTicket {
  readonly keyId: string;
  /** ID of our AuthnRequest. */
  readonly requestId: string;
  /** The account given when the login began; empty if none was. */
  readonly account: string;
  /** The decision that began it. */
  readonly decisionId: string;
  readonly begunAt: number;
  readonly expiresAt: number;
  readonly domainHash: string;
  readonly frontEndHash: string;
}

const MAC_OCTETS = 16;
const NONCE_OCTETS = 16;

/** A 16-octet hash of a name of up to 2 KiB, because the ticket must fit in a cookie. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

/**
 * The ID of a request of ours. It is random, and signed together with the domain and front-end, so that an answer can
 * be recognised without stored state. It is an NCName.
 */
export function signRequestId(
  mac: Mac,
  {
    nonce,
    keyId,
    domain,
    frontEnd,
  }: { nonce: Buffer; keyId: string; domain: string; frontEnd: string },
): string {
  const random = nonce.toString('base64url');
  const tag = mac.mac(keyId, 'request-id', JSON.stringify([random, domain, frontEnd]));
  if (tag === undefined) throw new TypeError(`no key ${keyId}`);
  return `_${random}${tag.subarray(0, MAC_OCTETS).toString('base64url')}`;
}

const NONCE_CHARACTERS = Math.ceil((NONCE_OCTETS * 4) / 3);

/** Whether we issued this request id for this domain and front-end. */
export function isOurRequestId(
  mac: Mac,
  id: string,
  { keyId, domain, frontEnd }: { keyId: string; domain: string; frontEnd: string },
): boolean {
  const random = id.slice(1, 1 + NONCE_CHARACTERS);
  const nonce = Buffer.from(random, 'base64url');
  if (nonce.length !== NONCE_OCTETS || mac.mac(keyId, 'request-id', '') === undefined) return false;
  return sameText(signRequestId(mac, { nonce, keyId, domain, frontEnd }), id);
}

/** The relay state sent with the request; at most 80 octets (SAML bindings 3.4.3). */
export function relayStateOf(
  mac: Mac,
  { keyId, requestId }: { keyId: string; requestId: string },
): string {
  const tag = mac.mac(keyId, 'relay-state', requestId);
  if (tag === undefined) throw new TypeError(`no key ${keyId}`);
  return tag.subarray(0, MAC_OCTETS).toString('base64url');
}

/** The ticket in the form the browser stores; at most 1024 octets. */
export function formatLoginTicket(mac: Mac, ticket: LoginTicket): string {
  const { keyId, requestId, account, decisionId, begunAt, expiresAt } = ticket;
  const { domainHash, frontEndHash } = ticket;
  const fields = [requestId, account, decisionId, begunAt, expiresAt, domainHash, frontEndHash];
  const body = Buffer.from(JSON.stringify([keyId, ...fields])).toString('base64url');
  const tag = mac.mac(keyId, 'login-ticket', body);
  if (tag === undefined) throw new TypeError(`no key ${keyId}`);
  return `${body}.${tag.toString('base64url')}`;
}

/** Undefined if we did not sign it. The caller must check whether it has expired. */
export function parseLoginTicket(mac: Mac, text: string): LoginTicket | undefined {
  const [body = '', tag = '', ...rest] = text.split('.');
  if (rest.length > 0) return undefined;
  const fields = parseFields(body);
  if (fields === undefined) return undefined;
  const [keyId, requestId, account, decisionId, begunAt, expiresAt, domainHash, frontEndHash] =
    fields;
  const wanted = mac.mac(String(keyId), 'login-ticket', body);
  if (wanted === undefined || !sameText(wanted.toString('base64url'), tag)) return undefined;
  return {
    keyId: String(keyId),
    requestId: String(requestId),
    account: String(account),
    decisionId: String(decisionId),
    begunAt: Number(begunAt),
    expiresAt: Number(expiresAt),
    domainHash: String(domainHash),
    frontEndHash: String(frontEndHash),
  };
}

function parseFields(body: string): unknown[] | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return Array.isArray(fields) && fields.length === 8 ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** Compares two texts in constant time. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
