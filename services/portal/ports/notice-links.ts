/** How much was ended because the person disowned an event. */
export interface Disowned {
  readonly appPasswords: number;
  readonly authenticators: number;
  readonly passkeys: number;
  /** Addresses, devices and sessions. */
  readonly trust: number;
  /** Second addresses of notices. */
  readonly addresses: number;
}

/**
 * Takes away everywhere what was gained since the event of a ticket. If a service could not be asked, the same ticket
 * can be used again.
 * @throws GatepostError PERMISSION_DENIED if the ticket is invalid or has expired
 */
export type Disown = (ticket: string) => Promise<Disowned>;

/** What a link in a notice does: it confirms a second address, or switches off a kind of notice. */
export interface NoticeLink {
  readonly account: string;
  /** The address to confirm; empty if the link switches off a kind. */
  readonly address: string;
  readonly kind: string;
}

/** Resolves the links in notices. Undefined if a link is invalid, used or expired. @throws GatepostError */
export interface NoticeLinks {
  describe(token: string): Promise<NoticeLink | undefined>;
  confirm(token: string): Promise<Pick<NoticeLink, 'account' | 'address'> | undefined>;
  switchOff(token: string): Promise<Pick<NoticeLink, 'account' | 'kind'> | undefined>;
}
