/** A kind of notice that a person may switch off. */
export interface OwnNoticeKind {
  /** Names a message `notice-kind-<kind>`. */
  readonly kind: string;
  readonly isOff: boolean;
  /** By the operator, for all people of the domain. */
  readonly isOffForDomain: boolean;
}

/** An address besides the mailbox. Times are in milliseconds since the epoch. */
export interface OwnNoticeAddress {
  readonly address: string;
  readonly since: number;
  /** Of one that waits: the link's end. Of a former one: until when it gets notices. */
  readonly until: number | undefined;
}

/** What a person is told of, and where. */
export interface NoticeWishes {
  readonly kinds: readonly OwnNoticeKind[];
  /** Notices go there, too. */
  readonly second: OwnNoticeAddress | undefined;
  /** A link was sent there. */
  readonly asked: OwnNoticeAddress | undefined;
  /** Served for a while more. */
  readonly former: readonly OwnNoticeAddress[];
}
