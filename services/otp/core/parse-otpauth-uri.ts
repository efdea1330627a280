import type { CodeParameters } from './authenticator.js';
import { ALGORITHMS, type Algorithm, DIGITS, LABEL_OCTETS, PERIODS } from './authenticator.js';
import { decodeBase32 } from './base32.js';
import { SECRET_OCTETS } from './totp.js';

export interface OtpauthUri {
  readonly secret: Buffer;
  readonly parameters: CodeParameters;
  /** At most 64 octets, never empty. */
  readonly label: string;
}

export type ParsedUri =
  | { readonly ok: true; readonly value: OtpauthUri }
  /** `reason` quotes nothing from the URI, which holds a secret. */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads an `otpauth://totp/` URI as existing apps write it: scheme, type and parameter names in any case; the issuer in
 * the label, in `issuer`, in both or in neither; the algorithm as `SHA1`, `SHA-1` or `HmacSHA1`; the secret in either
 * case, padded or grouped, of any length. Absent or empty parameters default to SHA1, 6 digits and 30 seconds.
 * Parameters that do not change the codes are ignored. A parameter that appears twice with different values, or is not
 * supported, is refused. No label is refused, because it is only shown.
 */
export function parseOtpauthUri(text: string): ParsedUri {
  const match = /^(?:QR-Code:)?otpauth:\/\/([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/is.exec(text.trim());
  if (match === null) return refuse('is not an otpauth URI');
  const [, type = '', path = '', query = ''] = match;
  if (type.toLowerCase() !== 'totp') return refuse('is not of type totp');
  const fields = readQuery(query);
  if (typeof fields === 'string') return refuse(fields);
  const parameters = readParameters(fields);
  if (typeof parameters === 'string') return refuse(parameters);
  const secret = decodeBase32(fields.get('secret') ?? '');
  if (secret === undefined) return refuse('has a secret that is not base32');
  const fault = secretFault(secret);
  if (fault !== undefined) return refuse(fault);
  return { ok: true, value: { secret, parameters, label: labelOf(path, fields.get('issuer')) } };
}

/** Why a secret cannot be imported. Undefined if it can. */
export function secretFault(secret: Buffer): string | undefined {
  if (secret.length < SECRET_OCTETS.min) return 'has no secret, or one that is too short';
  return secret.length > SECRET_OCTETS.max ? 'has a secret that is too long' : undefined;
}

function refuse(reason: string): ParsedUri {
  return { ok: false, reason };
}

/** Parameters that change the codes from RFC 6238, and so must not be ignored. */
const UNSUPPORTED = ['encoder', 'counter', 't0', 'pin', 'suite'];

function readQuery(query: string): Map<string, string> | string {
  const fields = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const value = decode(equals < 0 ? '' : part.slice(equals + 1).replaceAll('+', ' ')).trim();
    if (value === '') continue;
    // FreeIPA and others state the default explicitly.
    if (name === 'encoder' && /^(?:base32|google)$/i.test(value)) continue;
    if (UNSUPPORTED.includes(name)) return `has the parameter ${name}, which is not supported`;
    const before = fields.get(name);
    if (before !== undefined && before !== value && CHANGES_CODES.includes(name)) {
      return `has the parameter ${name} twice, with two values`;
    }
    fields.set(name, before ?? value);
  }
  return fields;
}

const CHANGES_CODES = ['secret', 'algorithm', 'digits', 'period'];

function readParameters(fields: ReadonlyMap<string, string>): CodeParameters | string {
  const algorithm = readAlgorithm(fields.get('algorithm') ?? 'sha1');
  if (algorithm === undefined) return 'has an algorithm other than SHA1, SHA256 or SHA512';
  const digits = DIGITS.find((value) => String(value) === (fields.get('digits') ?? '6'));
  if (digits === undefined) return 'has digits other than 6, 8 or 10';
  const period = PERIODS.find((value) => String(value) === (fields.get('period') ?? '30'));
  if (period === undefined) return 'has a period other than 30 or 60 seconds';
  return { algorithm, digits, period };
}

function readAlgorithm(text: string): Algorithm | undefined {
  const name = text
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/^hmac/, '');
  return ALGORITHMS.find((value) => value === name);
}

/** Anything that is not a valid escape stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const octets = Buffer.from(escapes.replaceAll('%', ''), 'hex');
    const decoded = octets.toString('utf8');
    return Buffer.from(decoded).equals(octets) ? decoded : escapes;
  });
}

/** The label of an otpauth URI. An unescaped colon separates issuer and account. */
function labelOf(path: string, issuer = ''): string {
  const whole = decode(path);
  if (issuer !== '' && whole.startsWith(`${issuer}:`)) {
    return formatLabel(issuer, whole.slice(issuer.length + 1));
  }
  const colon = path.indexOf(':');
  if (colon >= 0) return formatLabel(decode(path.slice(0, colon)), decode(path.slice(colon + 1)));
  const escaped = whole.indexOf(':');
  if (escaped >= 0) return formatLabel(whole.slice(0, escaped), whole.slice(escaped + 1));
  return formatLabel(issuer, whole);
}

/** `Issuer: account` as the person knows it, cut to the length of a label. */
export function formatLabel(issuer: string, account: string): string {
  const parts = [issuer, account]
    .map((part) => part.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffd]/gu, ' ').trim())
    .filter((part) => part !== '');
  let label = '';
  for (const glyph of parts.join(': ')) {
    if (Buffer.byteLength(label + glyph) > LABEL_OCTETS) break;
    label += glyph;
  }
  return label.trim() === '' ? 'imported' : label.trim();
}
