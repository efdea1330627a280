/**
 * An event ready to send: its canonical bytes, and what is needed to send them without parsing
 * them.
 */
export interface PreparedEvent {
  /** A UUID; for a login, its decision id. */
  readonly id: string;
  /** `/gatepost/policy` */
  readonly source: string;
  /** `gatepost.login.v1` */
  readonly type: string;
  /** The NATS subject, `gatepost.login.allow.imap.tld.a`. */
  readonly subject: string;
  /** CloudEvents 1.0, structured JSON, canonical (RFC 8785). */
  readonly bytes: Buffer;
}
