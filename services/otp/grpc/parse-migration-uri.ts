import {
  type MigrationEntry,
  readMigrationEntries,
} from '../../../libs/grpc/wire/otp-migration.js';
import type { Algorithm, Digits } from '../core/authenticator.js';
import {
  formatLabel,
  type OtpauthUri,
  type ParsedUri,
  secretFault,
} from '../core/parse-otpauth-uri.js';

const PREFIX = /^(?:QR-Code:)?otpauth-migration:\/\/offline\/?\?(.*)$/is;

/** Whether a text is an export of Google Authenticator rather than one authenticator's URI. */
export function isMigrationUri(text: string): boolean {
  return PREFIX.test(text.trim());
}

/**
 * Reads one entry of a Google Authenticator export, `otpauth-migration://offline?data=…`: base64 of a protocol buffer
 * with an entry for each account that the person chose.
 *
 * If there are several, it takes the one with the label `wanted`, or, without `wanted`, the one whose name is the
 * account. The format is not published; it follows `OtpMigration.proto` in the app's sources.
 */
export function parseMigrationUri(
  text: string,
  { account, wanted }: { readonly account: string; readonly wanted: string },
): ParsedUri {
  const query = new URLSearchParams(PREFIX.exec(text.trim())?.[1]?.replaceAll('+', '%2B') ?? '');
  const entries = readMigrationEntries(Buffer.from(query.get('data') ?? '', 'base64'));
  if (entries === undefined || entries.length === 0) return refuse('is not a migration export');
  const labelled = entries.map((entry) => ({ entry, label: labelOf(entry) }));
  const chosen =
    wanted !== ''
      ? labelled.filter(({ label, entry }) => label === wanted || entry.name === wanted)
      : labelled.length === 1
        ? labelled
        : labelled.filter(({ entry }) => nameOf(entry).toLowerCase() === account);
  const [one, another] = chosen;
  if (one === undefined || another !== undefined) {
    const labels = labelled.map(({ label }) => JSON.stringify(label)).join(', ');
    return refuse(`holds ${labelled.length} entries: name one of ${labels}`);
  }
  return toUri(one.entry, one.label);
}

function toUri(entry: MigrationEntry, label: string): ParsedUri {
  const { secret } = entry;
  const algorithm = ALGORITHMS[entry.algorithm];
  const digits = DIGITS[entry.digits];
  if (!TOTP.includes(entry.type)) return refuse('is not of type totp');
  if (algorithm === undefined) return refuse('has an algorithm other than SHA1, SHA256 or SHA512');
  if (digits === undefined) return refuse('has digits other than 6 or 8');
  const fault = secretFault(secret);
  if (fault !== undefined) return refuse(fault);
  const value: OtpauthUri = { secret, parameters: { algorithm, digits, period: 30 }, label };
  return { ok: true, value };
}

/** The export's enum values. 0 is what the app itself treats as the default. */
const ALGORITHMS: Readonly<Record<number, Algorithm>> = {
  0: 'sha1',
  1: 'sha1',
  2: 'sha256',
  3: 'sha512',
};
const DIGITS: Readonly<Record<number, Digits>> = { 0: 6, 1: 6, 2: 8 };
/** 0 is unspecified, which the app treats as TOTP. */
const TOTP = [0, 2];

/** The name without the issuer that the app also writes before it. */
function nameOf({ name, issuer }: MigrationEntry): string {
  return issuer !== '' && name.startsWith(`${issuer}:`)
    ? name.slice(issuer.length + 1).trim()
    : name;
}

function labelOf(entry: MigrationEntry): string {
  const name = nameOf(entry);
  return entry.issuer === '' && name.includes(':')
    ? formatLabel(name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1))
    : formatLabel(entry.issuer, name);
}

function refuse(reason: string): ParsedUri {
  return { ok: false, reason };
}
