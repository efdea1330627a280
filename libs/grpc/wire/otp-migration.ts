import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One entry of an export: the fields that an authenticator needs, unchecked. */
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
 * The entries of a Google Authenticator export: the protocol buffer `MigrationPayload` of
 * `OtpMigration.proto` in the app's sources. Undefined if the bytes are no such message.
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
    // A field with another wire type is treated as unknown.
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
