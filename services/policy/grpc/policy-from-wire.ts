import type { Actor, PageRequest } from '../../../libs/gen/gatepost/common/v1/common.js';
import { type CallContext, CONSOLE } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import type { Page } from '../ports/documents.js';

export interface Author {
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
  /** False with an administrator's ticket: it may not change who administers. */
  readonly mayChangePrivileges: boolean;
}

/** The author of a change: the certificate, and what it says about the person behind it. */
export function authorOf(actor: Actor | undefined, context: CallContext, field: string): Author {
  const reader = new RequestReader();
  const author = {
    actor: context.caller.uri,
    onBehalfOf: reader.text(`${field}.on_behalf_of`, actor?.onBehalfOf ?? '', { max: 254 }),
    comment: reader.text(`${field}.comment`, actor?.comment ?? '', { max: 1000 }),
    mayChangePrivileges: context.caller.uri !== CONSOLE,
  };
  reader.finish();
  return author;
}

/** @throws GatepostError INVALID_ARGUMENT naming `field` if the value is too large for a revision */
export function revisionFromWire(field: string, value: bigint): number;
export function revisionFromWire(field: string, value: bigint | undefined): number | undefined;
export function revisionFromWire(field: string, value: bigint | undefined): number | undefined {
  if (value === undefined) return undefined;
  const reader = new RequestReader();
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) reader.refuse(field, 'no revision is that high');
  reader.finish();
  return Number(value);
}

/** Reads a page request. The token is the key of the last row, so that paging survives changes of the list. */
export function pageFromWire(page: PageRequest | undefined): Page {
  const reader = new RequestReader();
  const size = reader.whole('page.size', page?.size ?? 0, { min: 0, max: 1000 }) || 100;
  const token = reader.text('page.token', page?.token ?? '', { max: 1024 });
  reader.finish();
  const after = token === '' ? undefined : Buffer.from(token, 'base64url').toString();
  return { size, after };
}

/** The token of the page that follows these rows; empty if this is the last page. */
export function tokenAfter(rows: readonly { key: string }[], { size }: Page): string {
  const last = rows.at(-1);
  if (last === undefined || rows.length < size) return '';
  return Buffer.from(last.key).toString('base64url');
}
