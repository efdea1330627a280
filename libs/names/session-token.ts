/**
 * The format of a session's tokens: `gpm_BODY.MAC.CHECK`. The prefix is `gps_` (the session's own
 * secret, for the front-end that keeps it) or `gpm_` (a mail token, presented like a password).
 * Body and MAC are base64url (RFC 4648 section 5), and the checksum has six symbols. No password
 * that a person chose has this format.
 */
const PREFIXES = { secret: 'gps_', mail: 'gpm_' } as const;
export type SessionTokenKind = keyof typeof PREFIXES;

const SHAPE = /^(gp[sm]_)([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{6})$/;
const MAX_OCTETS = 1024;
const MIN_OCTETS = 32;

/** The content of a token; nothing in it is verified. */
export interface SessionTokenParts {
  readonly kind: SessionTokenKind;
  readonly body: Buffer;
  readonly mac: Buffer;
}

/** Reads a token if its format and checksum are right; undefined for any other secret. */
export function parseSessionToken(presented: Uint8Array | string): SessionTokenParts | undefined {
  if (presented.length > MAX_OCTETS || presented.length < MIN_OCTETS) return undefined;
  const text =
    typeof presented === 'string' ? presented : Buffer.from(presented).toString('latin1');
  const [, prefix, body, mac, check] = SHAPE.exec(text) ?? [];
  if (prefix === undefined || body === undefined || mac === undefined) return undefined;
  if (check !== checksum(`${prefix}${body}.${mac}`)) return undefined;
  return {
    kind: prefix === PREFIXES.mail ? 'mail' : 'secret',
    body: Buffer.from(body, 'base64url'),
    mac: Buffer.from(mac, 'base64url'),
  };
}

/** At most 1024 octets. @throws RangeError if the body is longer than that */
export function formatSessionToken({ kind, body, mac }: SessionTokenParts): string {
  const data = `${PREFIXES[kind]}${body.toString('base64url')}.${mac.toString('base64url')}`;
  const text = `${data}.${checksum(data)}`;
  if (text.length > MAX_OCTETS) throw new RangeError('the token would be too long');
  return text;
}

/** CRC-32 (ISO 3309): tells a token from arbitrary text; it gives no protection. */
function checksum(data: string): string {
  let crc = 0xffffffff;
  for (const octet of Buffer.from(data)) crc = (CRC[(crc ^ octet) & 0xff] as number) ^ (crc >>> 8);
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return octets.toString('base64url');
}

const CRC = Uint32Array.from({ length: 256 }, (_, octet) => {
  let rest = octet;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});
