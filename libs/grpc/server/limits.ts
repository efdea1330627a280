export interface Limits {
  /** Unary calls, and messages of streams, handled at once for callers of one role. */
  readonly calls: number;
  /** How many of these one caller may have. */
  readonly callsPerCaller: number;
  /** How many of these may concern one domain. */
  readonly callsPerDomain: number;
  /** Streams open at once for callers of one role. */
  readonly streams: number;
  /** How many of these one caller may have. */
  readonly streamsPerCaller: number;
  /** Messages of one stream handled at once. */
  readonly messagesPerStream: number;
  /**
   * How long a stream may wait for its request, or for the next message of a conversation, in ms.
   */
  readonly silenceMs: number;
  /** How long a conversation may last, in ms. */
  readonly conversationMs: number;
  /** Octets of requests being read and handled at once, for callers of one role. */
  readonly heldOctets: number;
  /** How many of these one caller may hold. */
  readonly heldOctetsPerCaller: number;
}
