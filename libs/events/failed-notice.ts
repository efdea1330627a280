import { noticeFailed } from './definitions/notice.js';
import { readData } from './read-data.js';

/** A mail to a person that could not be delivered, and is not tried again. */
export interface FailedNotice {
  readonly account: string;
  /** When it was given up, in ms since the epoch. */
  readonly at: number;
  /** The mail server's last answer. */
  readonly why: string;
}

/** How many recorded failures are read at most, the newest first. */
export const MOST_FAILED = 2000;

/**
 * Reads recorded events of the type `noticeFailed`, and keeps the newest of each account.
 * @param events JSON, the newest first; an erased one is empty
 * @param kind of the notices, such as `enrolment-due`
 */
export function failedNotices(
  events: readonly { readonly event: Uint8Array }[],
  kind: string,
): readonly FailedNotice[] {
  const newest = new Map<string, FailedNotice>();
  for (const { event } of events) {
    if (event.length === 0) continue;
    const { time, data } = JSON.parse(Buffer.from(event).toString('utf8'));
    const read = readData(noticeFailed, data);
    if (read === undefined || read.kind !== kind || newest.has(read.account)) continue;
    newest.set(read.account, { account: read.account, at: Date.parse(time), why: read.why });
  }
  return [...newest.values()];
}
