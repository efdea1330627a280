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
  /** `reason` quotes nothing of the URI: it holds a secret. */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads an `otpauth://totp/` URI as the apps in the field write it: any case of scheme, type and
 * parameter names; the issuer in the label, in `issuer`, in both or in neither; the algorithm as
 * `SHA1`, `SHA-1` or `HmacSHA1`; the secret in either case, padded or grouped. What is absent is
 * SHA1, 6 digits, 30 seconds. Parameters that do not change the codes are passed over; one that
 * appears twice, or says what we cannot do, is refused.
 */
export function parseOtpauthUri(text: string): ParsedUri {
  const match = /^otpauth:\/\/([a-z]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(text.trim());
  if (match === null) return refuse('is not an otpauth URI');
  const [, type = '', path = '', query = ''] = match;
  if (type.toLowerCase() !== 'totp') return refuse('is not of type totp');
  const fields = readQuery(query);
  if (typeof fields === 'string') return refuse(fields);
  const parameters = readParameters(fields);
  if (typeof parameters === 'string') return refuse(parameters);
  const secret = decodeBase32(fields.get('secret') ?? '');
  if (secret === undefined) return refuse('has a secret that is not base32');
  if (secret.length < SECRET_OCTETS.min) return refuse('has no secret, or one that is too short');
  if (secret.length > SECRET_OCTETS.max) return refuse('has a secret that is too long');
  const decoded = decode(path);
  if (decoded === undefined) return refuse('has a label with a broken escape');
  return { ok: true, value: { secret, parameters, label: labelOf(decoded, fields.get('issuer')) } };
}

function refuse(reason: string): ParsedUri {
  return { ok: false, reason };
}

/** Parameters that make other codes than RFC 6238, so that passing over them would be wrong. */
const UNSUPPORTED = ['encoder', 'counter', 't0', 'pin', 'suite'];

function readQuery(query: string): Map<string, string> | string {
  const fields = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const value = decode(equals < 0 ? '' : part.slice(equals + 1).replaceAll('+', ' '));
    if (value === undefined) return 'has a parameter with a broken escape';
    if (UNSUPPORTED.includes(name)) return `has the parameter ${name}, which is not supported`;
    if (fields.has(name)) return 'has a parameter twice';
    fields.set(name, value);
  }
  return fields;
}

function readParameters(fields: ReadonlyMap<string, string>): CodeParameters | string {
  const algorithm = readAlgorithm(fields.get('algorithm') ?? 'sha1');
  if (algorithm === undefined) return 'has an algorithm other than SHA1, SHA256 or SHA512';
  const digits = DIGITS.find((value) => String(value) === (fields.get('digits') ?? '6').trim());
  if (digits === undefined) return 'has digits other than 6, 8 or 10';
  const period = PERIODS.find((value) => String(value) === (fields.get('period') ?? '30').trim());
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

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** `Issuer: account` as the person knows it, cut to what a label may be. */
function labelOf(path: string, issuer: string | undefined): string {
  const hasIssuer = issuer === undefined || issuer === '' || path.includes(':');
  const whole = (hasIssuer ? path : `${issuer}: ${path}`)
    .replace(/[\p{Cc}\p{Cs}\ufffd]/gu, ' ')
    .replace(/\s*:\s*/, ': ')
    .trim();
  let label = '';
  for (const glyph of whole.replace(/^: |:$/g, '')) {
    if (Buffer.byteLength(label + glyph) > LABEL_OCTETS) break;
    label += glyph;
  }
  return label.trim() === '' ? 'imported' : label.trim();
}
