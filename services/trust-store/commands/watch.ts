import { GatepostError } from '../../../libs/errors/index.js';
import type { EndedEntry, EndedLog } from '../ports.js';

export interface WatchRequest {
  /** Undefined for all domains. */
  readonly domains: readonly string[] | undefined;
  /** The position that was processed last. Undefined: from now on. */
  readonly after: number | undefined;
}

/** One message: an entry, or a heartbeat without one. */
export interface WatchMessage {
  readonly position: number;
  readonly entry: EndedEntry | undefined;
}

const BATCH = 500;

/**
 * Streams everything that stops being trusted in some domains, from a position on, in order. Delivery is at least once,
 * because a watcher that was cut off resumes from the last position it processed. A heartbeat is sent at once, and then
 * whenever nothing else was sent for `heartbeatMs`.
 *
 * @throws GatepostError OUT_OF_RANGE if entries after the position are no longer kept, or the position was never given
 */
export async function* watch(
  { log, heartbeatMs }: { log: EndedLog; heartbeatMs: number },
  { domains, after }: WatchRequest,
  signal: AbortSignal,
): AsyncGenerator<WatchMessage> {
  const start = await log.bounds();
  let position = after ?? start.last;
  if (position > start.last) throw new GatepostError('OUT_OF_RANGE', NEVER_GIVEN);
  if (position < start.pruned) throw new GatepostError('OUT_OF_RANGE', NOT_KEPT);
  yield { position, entry: undefined };
  let silentSince = performance.now();
  while (!signal.aborted) {
    const bounds = await log.bounds();
    const entries = await log.read({ after: position, upTo: bounds.last, domains, limit: BATCH });
    // Checked after reading, because entries deleted meanwhile would be missing.
    if (position < (await log.bounds()).pruned) throw new GatepostError('OUT_OF_RANGE', NOT_KEPT);
    for (const entry of entries) {
      yield { position: entry.position, entry };
      silentSince = performance.now();
    }
    // The positions in between belong to other domains.
    position = entries.length < BATCH ? bounds.last : (entries.at(-1)?.position ?? position);
    const left = silentSince + heartbeatMs - performance.now();
    if (left <= 0) {
      yield { position, entry: undefined };
      silentSince = performance.now();
    } else if (entries.length < BATCH) {
      await log.more(position, left, signal);
    }
  }
}

const NOT_KEPT =
  'after: the entries after this position are no longer stored; start without a position';
const NEVER_GIVEN = 'after: this position was never given; start without a position';
