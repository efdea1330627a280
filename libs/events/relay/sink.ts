/** An event with its number: from 1, without gaps, in the order of a source. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly id: string;
  /** NATS subject. */
  readonly subject: string;
  /** Canonical JSON. */
  readonly bytes: Buffer;
}

/** Where events go: the record, the stream. */
export interface Sink {
  /** Its position is kept under this name. */
  readonly name: string;
  /**
   * Takes a batch, numbers ascending, and resolves when all of it is safe there. After a failure, or
   * if the relay dies, events come again: taking one twice must come to the same as taking it once.
   */
  deliver(batch: readonly NumberedEvent[], signal: AbortSignal): Promise<void>;
}
