/** A server of another project, or one that does nothing, which is measured beside Authorize. */
export interface Peer {
  /** @returns the time of each call in ms, and the server's processor time in s */
  run(count: number, inFlight: number): Promise<{ samples: number[]; cpu: number }>;
  close(): void;
}
