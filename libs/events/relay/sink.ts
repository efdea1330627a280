import type { PreparedEvent } from '../event.js';

/**
 * An event with its number. The number and the source together identify it for ever; so does its
 * id.
 */
export interface NumberedEvent {
  /** From 1, without gaps, in the order of commits. */
  readonly sequence: number;
  readonly id: string;
  /** The NATS subject. */
  readonly subject: string;
  /** The canonical bytes as they were appended. */
  readonly bytes: Buffer;
}

/** A destination of events. Each sink gets all of them, by number, at its own pace. */
export interface Sink {
  /** Its position is stored under this name; a new name starts from the beginning. */
  readonly name: string;
  /** The most that one call delivers. Default: 500 events, 2 MiB. One event may be larger. */
  readonly maxEvents?: number;
  readonly maxBytes?: number;
  /**
   * How far it may fall behind; absent: as far as there is room. Beyond that, the oldest events are
   * skipped, and an event in the outbox reports which.
   */
  readonly bound?: SinkBound;
  /**
   * Resolves once the whole batch is stored. After a failure or a crash the same events come again,
   * perhaps in other batches; an event already stored counts as delivered. Once `signal` is
   * aborted, nobody waits for the result.
   */
  deliver(batch: readonly NumberedEvent[], signal: AbortSignal): Promise<void>;
}

/** The bound of a sink that the rest can do without. */
export interface SinkBound {
  /** How many events may wait for it. */
  readonly mostBehind: number;
  /** The event that reports the skipped numbers, `first` to `last`. */
  gapEvent(gap: { readonly first: number; readonly last: number }): PreparedEvent;
}

/** What a relay reports about itself. */
export interface RelayMetrics {
  /** The number of numbered events that a sink does not have yet. */
  behind(sink: string, events: number): void;
  delivered(sink: string, events: number): void;
  failed(sink: string): void;
  /** Events that the sink skipped because it was too far behind. */
  dropped(sink: string, events: number): void;
  /** The number of the last event that a sink has. */
  position(sink: string, sequence: number): void;
  /** Another replica is the relay now. */
  left(): void;
}
