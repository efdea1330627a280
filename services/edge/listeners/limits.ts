/** How many connections a listener has, and how long each may take, in ms. */
export interface Limits {
  readonly connections: number;
  /** Until its PROXY header has come. */
  readonly proxyHeaderMs: number;
  /** Until TLS is agreed. */
  readonly handshakeMs: number;
  /** Until a request that began has come whole. */
  readonly requestMs: number;
  /** HTTP: nothing is said or read. Longer than a decision is waited for. */
  readonly silentMs: number;
  /** Postfix keeps a connection on which it says nothing for 300 s. */
  readonly postfixSilentMs: number;
}

export const LIMITS: Limits = {
  connections: 2_000,
  proxyHeaderMs: 5_000,
  handshakeMs: 10_000,
  requestMs: 30_000,
  silentMs: 120_000,
  postfixSilentMs: 330_000,
};
