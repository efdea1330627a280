import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../../../libs/errors/index.js';
import {
  AuditServiceService,
  type TailResponse,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { NoticeEvent } from '../core/notice.js';
import type { Batch } from '../ports.js';
import { readEvent } from './read-event.js';

/** The most events processed in one transaction, and how long to wait for more of them. */
const MOST = 500;
const GATHER_MS = 50;
/** A healthy stream sends something every 10 s. */
const SILENCE_MS = 30_000;

/**
 * Follows the record from `after` on, in batches.
 * @throws GatepostError when the stream ends
 */
export async function* tailRecord(
  audit: Peer,
  after: bigint | undefined,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const request = { filter: undefined, after };
  const stream = audit.serverStream(AuditServiceService.tail, request, { signal });
  let next = stream.next();
  try {
    for (;;) {
      const part: TailResponse[] = [];
      let message = await within(next, SILENCE_MS, signal);
      if (message === undefined) throw unavailable('audit has gone silent');
      while (message !== undefined) {
        if (message.done) throw unavailable('audit has ended the stream');
        part.push(message.value);
        next = stream.next();
        message = part.length < MOST ? await within(next, GATHER_MS, signal) : undefined;
      }
      const batch = batchOf(part);
      if (batch !== undefined) yield batch;
    }
  } finally {
    // `next` may still be pending; the signal ends it.
    next.catch(() => undefined);
  }
}

function batchOf(part: readonly TailResponse[]): Batch | undefined {
  const position = part.findLast((message) => message.position !== undefined)?.position;
  // The record is empty.
  if (position === undefined) return undefined;
  const events = part.flatMap(({ event }) => (event && readOrSkip(event.event)) ?? []);
  return { position, events };
}

/** An event that cannot be read does not keep others from being reported. */
function readOrSkip(bytes: Uint8Array): NoticeEvent | undefined {
  try {
    return readEvent(bytes);
  } catch (error) {
    return { is: 'skipped', why: error instanceof Error ? error.name : 'unreadable' };
  }
}

/** The result of `promise` if it arrives within `ms`; otherwise undefined. */
async function within<T>(
  promise: Promise<T>,
  ms: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const waited = new AbortController();
  const stop = () => waited.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const late = sleep(ms, undefined, { signal: waited.signal }).catch(() => undefined);
    return await Promise.race([promise, late]);
  } finally {
    waited.abort();
    signal.removeEventListener('abort', stop);
  }
}
