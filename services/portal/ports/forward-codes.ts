/** What a one-time code of forward authentication stands for. */
export interface ForwardCode {
  readonly client: string;
  /** The origin of the protected host. */
  readonly origin: string;
  /** base64url(SHA-256(the cookie that edge set)). */
  readonly binding: string;
  readonly account: string;
  /** ms since the epoch */
  readonly until: number;
  readonly sessionSecret: string;
}

export interface ForwardCodes {
  issue(code: ForwardCode): Promise<string>;
  /** Takes the code. A second use finds none, whoever presents it. */
  take(code: string): Promise<ForwardCode | undefined>;
}
