import { hash } from 'node:crypto';
import type { Filter } from './filter.js';

/** Where a page ended. Events are ordered by time, then by index, the newest first. */
export interface Position {
  /** In ms since the epoch. */
  readonly time: number;
  readonly index: number;
}

/** A page token, which is opaque to the caller and valid only for the same filter. */
export function formatToken(position: Position, filter: Filter): string {
  const text = `${position.time}.${position.index}.${digest(filter)}`;
  return Buffer.from(text).toString('base64url');
}

/** Undefined if the token does not belong to this filter. */
export function parseToken(token: string, filter: Filter): Position | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  const [, time, index, of] = /^(\d{1,15})\.(\d{1,16})\.([\w-]+)$/.exec(text) ?? [];
  if (of === undefined || of !== digest(filter)) return undefined;
  return { time: Number(time), index: Number(index) };
}

function digest(filter: Filter): string {
  const fields = Object.entries(filter).sort(([x], [y]) => (x < y ? -1 : 1));
  return hash('sha256', JSON.stringify(fields), 'base64url').slice(0, 16);
}
