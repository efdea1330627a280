/** A kind of notice, which a person may switch off. */
export interface OwnNoticeKind {
  /** Names a message `notice-kind-<kind>`. */
  readonly kind: string;
  readonly isOff: boolean;
  /** The operator switched it off for the whole domain. */
  readonly isOffForDomain: boolean;
}

/** An address for notices besides the mailbox. Times are in milliseconds since the epoch. */
export interface OwnNoticeAddress {
  readonly address: string;
  readonly since: number;
  /** For an unconfirmed address: when the link expires. For a former one: until when it still gets notices. */
  readonly until: number | undefined;
}

/** Which notices a person gets, and where. */
export interface NoticeWishes {
  readonly kinds: readonly OwnNoticeKind[];
  /** The second address that gets notices. */
  readonly second: OwnNoticeAddress | undefined;
  /** The address that a link was sent to, not confirmed yet. */
  readonly asked: OwnNoticeAddress | undefined;
  /** Former addresses that still get notices for a while. */
  readonly former: readonly OwnNoticeAddress[];
}
