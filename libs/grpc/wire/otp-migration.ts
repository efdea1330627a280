import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One entry of an export: as much of it as an authenticator needs, as it stands there. */
export interface MigrationEntry {
  readonly secret: Buffer;
  readonly name: string;
  readonly issuer: string;
  readonly algorithm: number;
  readonly digits: number;
  readonly type: number;
}

const FIELDS = { secret: 1, name: 2, issuer: 3, algorithm: 4, digits: 5, type: 6 };

/**
 * The entries of an export of Google Authenticator: the protocol buffer `MigrationPayload` of
 * `OtpMigration.proto` in the sources of the app. Undefined: it is no such protocol buffer.
 */
export function readMigrationEntries(bytes: Buffer): MigrationEntry[] | undefined {
  try {
    const reader = new BinaryReader(bytes);
    const entries: MigrationEntry[] = [];
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

function readEntry(bytes: Uint8Array): MigrationEntry {
  const reader = new BinaryReader(bytes);
  const read = {
    ...{ secret: Buffer.alloc(0), name: '', issuer: '' },
    ...{ algorithm: 0, digits: 0, type: 0 },
  };
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    // A field of another wire type is one that is not known.
    if (type === WireType.LengthDelimited && field === FIELDS.secret) {
      read.secret = Buffer.from(reader.bytes());
    } else if (type === WireType.LengthDelimited && field === FIELDS.name) {
      read.name = reader.string();
    } else if (type === WireType.LengthDelimited && field === FIELDS.issuer) {
      read.issuer = reader.string();
    } else if (type === WireType.Varint && field === FIELDS.algorithm) {
      read.algorithm = reader.int32();
    } else if (type === WireType.Varint && field === FIELDS.digits) {
      read.digits = reader.int32();
    } else if (type === WireType.Varint && field === FIELDS.type) {
      read.type = reader.int32();
    } else reader.skip(type);
  }
  return read;
}
