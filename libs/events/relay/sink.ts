import type { PreparedEvent } from '../event.js';

/** An event with its number, which with the source names it for ever; so does its id. */
export interface NumberedEvent {
  /** From 1, without gaps, in the order of commitment. */
  readonly sequence: number;
  readonly id: string;
  /** The NATS subject. */
  readonly subject: string;
  /** The canonical bytes, as they were appended. */
  readonly bytes: Buffer;
}

/** Where events go. Each sink gets all of them, by number, at its own pace. */
export interface Sink {
  /** Names its position; another name begins anew. */
  readonly name: string;
  /** What one call takes at most; 500 events, 2 MiB. One event may be larger. */
  readonly maxEvents?: number;
  readonly maxBytes?: number;
  /**
   * How far it may be behind; absent: as far as there is room. Beyond, the oldest events are passed
   * over: it does not get them, and an event in the outbox says which.
   */
  readonly bound?: SinkBound;
  /**
   * Resolves once all of the batch is kept where it belongs. After a failure or a crash the same
   * events come again, maybe in other batches: what is kept already counts as delivered. When
   * `signal` is aborted nobody waits any more.
   */
  deliver(batch: readonly NumberedEvent[], signal: AbortSignal): Promise<void>;
}

/** Of a sink without which everything goes on. */
export interface SinkBound {
  /** Events that may wait for it. */
  readonly mostBehind: number;
  /** The event that says what it does not get: the numbers `first` to `last`. */
  gapEvent(gap: { readonly first: number; readonly last: number }): PreparedEvent;
}

/** What a relay tells of itself. */
export interface RelayMetrics {
  /** Events that are numbered and that a sink does not have yet. */
  behind(sink: string, events: number): void;
  delivered(sink: string, events: number): void;
  failed(sink: string): void;
  /** Events that the sink does not get any more: it was too far behind. */
  dropped(sink: string, events: number): void;
  /** The last event that a sink has. */
  position(sink: string, sequence: number): void;
  /** Another replica is the relay from now on. */
  left(): void;
}
