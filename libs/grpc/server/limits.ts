export interface Limits {
  /** Unary calls, and messages of streams, being handled at once, for callers of one role. */
  readonly calls: number;
  /** Of these, by one caller. */
  readonly callsPerCaller: number;
  /** Of these, for one domain. */
  readonly callsPerDomain: number;
  /** Streams open at once, by callers of one role. */
  readonly streams: number;
  /** Of these, by one caller. */
  readonly streamsPerCaller: number;
  /** Messages of one stream being handled at once. */
  readonly messagesPerStream: number;
  /** How long a stream waits for what it is opened to say, in ms: its request, or the next one. */
  readonly silenceMs: number;
  /** How long a conversation may last, in ms. */
  readonly conversationMs: number;
  /** Octets of requests being read and handled at once, of callers of one role. */
  readonly heldOctets: number;
  /** Of these, of one caller. */
  readonly heldOctetsPerCaller: number;
}
