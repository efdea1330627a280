/** What an operator may set beside the back ends and limits. */
export interface CredentialSettings {
  /** App passwords that an account may have. */
  readonly perAccount: number;
  /** For how long one that has lapsed is still listed. */
  readonly lapsedKeptMs: number;
}
