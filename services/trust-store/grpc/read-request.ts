import {
  type Actor,
  type PageRequest,
  TrustKind,
} from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type RequestReader,
  readActor,
  readPageSize,
  UUID,
} from '../../../libs/grpc/requests/index.js';
import type { TrustKind as Kind } from '../core/limits.js';
import type { RevokedBy } from '../core/trust.js';
import type { TrustCursor } from '../ports.js';

/** Milliseconds since the epoch. Undefined if there is no time. */
export function readTime(
  reader: RequestReader,
  field: string,
  time: Date | undefined,
): number | undefined {
  if (time === undefined) return undefined;
  const ms = time.getTime();
  if (!Number.isFinite(ms)) reader.refuse(field, 'not a time');
  return ms;
}

/** Undefined, for all kinds, if TRUST_KIND_UNSPECIFIED. */
export function readKind(reader: RequestReader, field: string, kind: number): Kind | undefined {
  switch (kind) {
    case TrustKind.UNSPECIFIED:
      return undefined;
    case TrustKind.IP:
      return 'ip';
    case TrustKind.DEVICE:
      return 'device';
    case TrustKind.SESSION:
      return 'session';
    default:
      reader.refuse(field, 'not a value of gatepost.common.v1.TrustKind');
      return undefined;
  }
}

/** The administrator who ends trust: the certificate, and what it states about the person. */
export function readRevoker(
  reader: RequestReader,
  wire: Actor | undefined,
  caller: string,
): RevokedBy {
  const { certificate, on_behalf_of = '', comment = '' } = readActor(reader, wire, caller);
  const by = { actor: certificate, onBehalfOf: on_behalf_of, comment };
  return { why: 'revoked', reason: 'administrator', ...by };
}

/** Reads a page request: 100 rows by default; `after` in the form `pageToken` writes. */
export function readPage(
  reader: RequestReader,
  page: PageRequest | undefined,
): { size: number; after?: TrustCursor } {
  const size = readPageSize(reader, page);
  const token = page?.token ?? '';
  if (token === '') return { size };
  const [account, id, ...rest] = Buffer.from(token, 'base64url').toString().split(' ');
  if (account !== undefined && id !== undefined && UUID.test(id) && rest.length === 0) {
    return { size, after: { account, id } };
  }
  reader.refuse('page.token', 'not a token of this list');
  return { size };
}

/** The token of the position where a page ends, for `readPage`. Accounts contain no space. */
export function pageToken({ account, id }: TrustCursor): string {
  return Buffer.from(`${account} ${id}`).toString('base64url');
}

/** Positions are numbers that only this service assigns. To others they are opaque texts. */
export function readPosition(
  reader: RequestReader,
  field: string,
  text: string,
): number | undefined {
  if (text === '') return undefined;
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) reader.refuse(field, 'not a position of Watch');
  return Number(text);
}
