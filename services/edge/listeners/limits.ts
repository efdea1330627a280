/** How many connections a listener accepts, what each may ask at once, and how long each step may take, in ms. */
export interface Limits {
  readonly connections: number;
  /** HTTP: requests of one connection that wait for their answers. No front-end sends a second one before the answer. */
  readonly unanswered: number;
  /** Until the PROXY header has arrived. */
  readonly proxyHeaderMs: number;
  /** Until the TLS handshake is done. */
  readonly handshakeMs: number;
  /** Until a request has arrived completely after its start. */
  readonly requestMs: number;
  /** HTTP: without sending or receiving. Longer than the wait for a decision. */
  readonly silentMs: number;
  /** Postfix keeps an idle connection open for 300 s. */
  readonly postfixSilentMs: number;
}

export const LIMITS: Limits = {
  connections: 2_000,
  unanswered: 8,
  proxyHeaderMs: 5_000,
  handshakeMs: 10_000,
  requestMs: 30_000,
  silentMs: 120_000,
  postfixSilentMs: 330_000,
};
