import { fromBase64, fromHex } from './digest.js';
import { type PasswordHash, type Refused, tooCostly } from './kinds.js';

const OCTETS = { sha1: 20, sha256: 32, sha512: 64 } as const;
type Digest = keyof typeof OCTETS;

/** Iterations times blocks of the key. */
const MOST = 1_000_000;
const LONGEST_KEY = 256;
const LONGEST_SALT = 128;

/**
 * Reads PBKDF2 (RFC 8018) as written by OpenLDAP's pw-pbkdf2 (`{PBKDF2-SHA512}rounds$salt$key`), Dovecot
 * (`{PBKDF2}$1$…`), Passlib (`$pbkdf2-sha256$…`), Django (`pbkdf2_sha256$…`) and 389 Directory Server
 * (`{PBKDF2_SHA256}`). Undefined if the text is none of these.
 */
export function readPbkdf2(tag: string, value: string): PasswordHash | Refused | undefined {
  const tagged = /^PBKDF2(?:[-_](SHA1|SHA256|SHA512))?$/.exec(tag);
  if (tagged !== null) {
    const digest = (tagged[1]?.toLowerCase() ?? 'sha1') as Digest;
    return (
      openLdap(digest, value) ?? dovecot(value) ?? directoryServer(digest, value) ?? malformed(tag)
    );
  }
  if (tag !== '') return undefined;
  const passlib = /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(\d{1,10})\$([^$]+)\$([^$]+)$/.exec(value);
  if (passlib !== null) {
    const [, digest = 'sha1', rounds = '', salt = '', key = ''] = passlib;
    return made(digest as Digest, rounds, fromBase64(salt), fromBase64(key));
  }
  const django = /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,10})\$([^$]+)\$([^$]+)$/.exec(value);
  if (django === null) return undefined;
  const [, digest = 'sha1', rounds = '', salt = '', key = ''] = django;
  return made(digest as Digest, rounds, Buffer.from(salt), fromBase64(key));
}

function openLdap(digest: Digest, value: string) {
  const match = /^(\d{1,10})\$([^$]+)\$([^$]+)$/.exec(value);
  if (match === null) return undefined;
  const [, rounds = '', salt = '', key = ''] = match;
  return made(digest, rounds, fromBase64(salt), fromBase64(key));
}

/** The salt is plain text; the key is 20 octets in hex. */
function dovecot(value: string) {
  const match = /^\$1\$([^$]*)\$(\d{1,10})\$([0-9a-f]+)$/i.exec(value);
  if (match === null) return undefined;
  const [, salt = '', rounds = '', key = ''] = match;
  return made('sha1', rounds, Buffer.from(salt), fromHex(key));
}

/** Four octets of rounds, 64 of salt, 256 of key. */
function directoryServer(digest: Digest, value: string) {
  const bytes = fromBase64(value);
  if (bytes === undefined || bytes.length !== 4 + 64 + 256) return undefined;
  const rounds = String(bytes.readUInt32BE(0));
  return made(digest, rounds, bytes.subarray(4, 68), bytes.subarray(68));
}

function made(
  digest: Digest,
  roundsText: string,
  salt: Buffer | undefined,
  key: Buffer | undefined,
): PasswordHash | Refused {
  const rounds = Number(roundsText);
  if (salt === undefined || key === undefined || rounds < 1) return malformed('PBKDF2');
  if (key.length < 16 || key.length > LONGEST_KEY || salt.length > LONGEST_SALT) {
    return malformed('PBKDF2');
  }
  const work = rounds * Math.ceil(key.length / OCTETS[digest]);
  if (work > MOST) return tooCostly(`PBKDF2 of ${rounds} rounds`, '1000000');
  const [saltText, keyText] = [salt.toString('base64'), key.toString('base64')];
  const text = `$pbkdf2-${digest}$${rounds}$${saltText}$${keyText}`;
  return { scheme: 'pbkdf2', text, costMs: work / 800 };
}

/** Reads SCRAM (RFC 5802) as Dovecot stores it (rounds, salt, stored key, server key) or as it is stored here. */
export function readScram(tag: string, value: string): PasswordHash | Refused | undefined {
  if (tag !== 'SCRAM-SHA-256' && !value.startsWith('$scram-sha-256$')) return undefined;
  const match =
    /^\$scram-sha-256\$(\d{1,10})\$([^$]+)\$([^$]+)$/.exec(value) ??
    /^(\d{1,10}),([^,]+),([^,]+),[^,]+$/.exec(value);
  const [, rounds = '', saltText = '', storedText = ''] = match ?? [];
  const [salt, stored] = [fromBase64(saltText), fromBase64(storedText)];
  if (match === null || salt === undefined || stored?.length !== OCTETS.sha256) {
    return malformed(tag);
  }
  if (Number(rounds) > MOST) return tooCostly(`SCRAM of ${rounds} rounds`, '1000000');
  const text = `$scram-sha-256$${rounds}$${salt.toString('base64')}$${stored.toString('base64')}`;
  return { scheme: 'scram-sha-256', text, costMs: Number(rounds) / 800 };
}

function malformed(what: string): Refused {
  return { refused: `no whole ${what} hash` };
}
