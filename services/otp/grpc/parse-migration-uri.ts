import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Algorithm, Digits } from '../core/authenticator.js';
import { formatLabel, type OtpauthUri, type ParsedUri, secretFault } from '../core/parse-otpauth-uri.js';

const PREFIX = /^(?:QR-Code:)?otpauth-migration:\/\/offline\/?\?(.*)$/is;

/** Whether a text is an export of Google Authenticator rather than one authenticator's URI. */
export function isMigrationUri(text: string): boolean {
  return PREFIX.test(text.trim());
}

/** One entry of an export: as much of it as an authenticator needs, as it stands there. */
interface Entry {
  readonly secret: Buffer;
  readonly name: string;
  readonly issuer: string;
  readonly algorithm: number;
  readonly digits: number;
  readonly type: number;
}

/**
 * Reads one entry of an export of Google Authenticator, `otpauth-migration://offline?data=…`: base64 of
 * a protocol buffer with an entry for each account that the person chose.
 *
 * Of several it takes the one with the label `wanted`, or without that the one whose name is the account.
 * Its format is not published; it is that of `OtpMigration.proto` in the sources of the app.
 */
export function parseMigrationUri(
  text: string,
  { account, wanted }: { readonly account: string; readonly wanted: string },
): ParsedUri {
  const query = new URLSearchParams(PREFIX.exec(text.trim())?.[1]?.replaceAll('+', '%2B') ?? '');
  const entries = readEntries(Buffer.from(query.get('data') ?? '', 'base64'));
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

function toUri(entry: Entry, label: string): ParsedUri {
  const { secret } = entry;
  const algorithm = ALGORITHMS[entry.algorithm];
  const digits = DIGITS[entry.digits];
  if (entry.type !== TOTP) return refuse('is not of type totp');
  if (algorithm === undefined) return refuse('has an algorithm other than SHA1, SHA256 or SHA512');
  if (digits === undefined) return refuse('has digits other than 6 or 8');
  const fault = secretFault(secret);
  if (fault !== undefined) return refuse(fault);
  const value: OtpauthUri = { secret, parameters: { algorithm, digits, period: 30 }, label };
  return { ok: true, value };
}

/** Numbers of the export; 0 is what the app itself takes for the usual. */
const ALGORITHMS: Readonly<Record<number, Algorithm>> = {
  0: 'sha1',
  1: 'sha1',
  2: 'sha256',
  3: 'sha512',
};
const DIGITS: Readonly<Record<number, Digits>> = { 0: 6, 1: 6, 2: 8 };
const TOTP = 2;

const FIELDS = { secret: 1, name: 2, issuer: 3, algorithm: 4, digits: 5, type: 6 };

/** Undefined: it is no such protocol buffer. */
function readEntries(bytes: Buffer): Entry[] | undefined {
  try {
    const reader = new BinaryReader(bytes);
    const entries: Entry[] = [];
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (field === 1 && type === WireType.LengthDelimited) entries.push(readEntry(reader.bytes()));
      else reader.skip(type);
    }
    return entries;
  } catch {
    return undefined;
  }
}

function readEntry(bytes: Uint8Array): Entry {
  const reader = new BinaryReader(bytes);
  const read = {
    ...{ secret: Buffer.alloc(0), name: '', issuer: '' },
    ...{ algorithm: 0, digits: 0, type: TOTP },
  };
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === FIELDS.secret) read.secret = Buffer.from(reader.bytes());
    else if (field === FIELDS.name) read.name = reader.string();
    else if (field === FIELDS.issuer) read.issuer = reader.string();
    else if (field === FIELDS.algorithm) read.algorithm = reader.int32();
    else if (field === FIELDS.digits) read.digits = reader.int32();
    else if (field === FIELDS.type) read.type = reader.int32();
    else reader.skip(type);
  }
  return read;
}

/** The app writes the issuer before the name, too. */
function nameOf({ name, issuer }: Entry): string {
  return issuer !== '' && name.startsWith(`${issuer}:`)
    ? name.slice(issuer.length + 1).trim()
    : name;
}

function labelOf(entry: Entry): string {
  const name = nameOf(entry);
  return entry.issuer === '' && name.includes(':')
    ? formatLabel(name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1))
    : formatLabel(entry.issuer, name);
}

function refuse(reason: string): ParsedUri {
  return { ok: false, reason };
}
