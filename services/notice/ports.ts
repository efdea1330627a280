import type { Actor } from '../../libs/events/definitions/actor.js';
import type { Kind } from './core/kinds.js';
import type { Facts, Notice, NoticeEvent } from './core/notice.js';
import type { SecondAddress } from './core/second-address.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';

/** A batch of the record, in its order. */
export interface Batch {
  /**
   * Everything up to this index of the record is processed once this batch is. Undefined if the batch is a part of
   * another one.
   */
  readonly position: bigint | undefined;
  readonly events: readonly NoticeEvent[];
}

/** How far this installation has followed the record. */
export interface Followed {
  /** Index of the last event that was processed. Undefined if there is none. */
  readonly position: bigint | undefined;
  /** When following began. */
  readonly since: number;
}

/** A network or a program of an account, as a keyed hash. */
export interface Trait {
  readonly account: string;
  readonly hash: Buffer;
  /** Whether it is remembered. Otherwise only looked up. */
  readonly isLearnt: boolean;
}

/** `recent`: seen for less time than a sign-in can be disowned; `known`: for longer. */
export type Familiarity = 'new' | 'recent' | 'known';

/** A language in which an account was used to sign in. */
export interface LearntLanguage {
  readonly account: string;
  /** BCP 47. */
  readonly language: string;
  /** Whether it replaces a known language. A sign-in that may be a thief's must not. */
  readonly replaces: boolean;
}

/** What the leading replica stores about the record, all in one transaction that only the leader can commit. */
export interface RecordKeeping {
  /** Remembers those traits that are learnt, and returns in order how familiar each was before. */
  remember(traits: readonly Trait[], now: number): Promise<Familiarity[]>;
  /** Stores the language for mails to each account, in one statement. */
  learnLanguages(learnt: readonly LearntLanguage[]): Promise<void>;
  /** Stores mails within the limits of their kinds, in one statement. Repeating it has no further effect. */
  storeMails(notices: readonly Notice[], now: number): Promise<void>;
  /** Deletes everything stored about an account. */
  purge(account: string): Promise<void>;
  /** Skips an event, and records why. */
  skip(why: string, now: number): Promise<void>;
  moveTo(position: bigint): Promise<void>;
}

/** A mail that this replica has claimed. No other replica sends it for a while. */
export interface ClaimedMail {
  readonly id: string;
  /** `confirm-address` carries the link that confirms a second address. */
  readonly kind: Kind | 'digest' | 'confirm-address';
  readonly account: string;
  /** The recipient, if not the account's mailbox. */
  readonly sentTo: string | undefined;
  /** With a copy: the event it is about. */
  readonly about: string | undefined;
  readonly at: number;
  readonly facts: Facts;
  /** The person's language, BCP 47. Undefined if unknown. */
  readonly language: string | undefined;
  /** Including this one. */
  readonly attempts: number;
  readonly madeAt: number;
  /** With a digest: the listed notices, and how many more there are. */
  readonly listed: readonly Pick<Notice, 'kind' | 'at' | 'facts'>[];
  readonly more: number;
}

/** The mails that wait to be sent. */
export interface Mails {
  /** Claims mails that are due, oldest first, in one statement, so that no two replicas claim the same mail. */
  claim(options: { now: number; most: number; forMs: number }): Promise<ClaimedMail[]>;
  /** The relay has taken it. */
  sent(mail: ClaimedMail, now: number): Promise<void>;
  /** It is tried again at `dueAt`. */
  again(mail: ClaimedMail, dueAt: number): Promise<void>;
  /** It is not tried again. Records it, and why. */
  failed(mail: ClaimedMail, why: string, now: number): Promise<void>;
  /** Ends a mail that was sent or given up if that cannot be recorded, so that at least it is not sent again. */
  endUnrecorded(mail: ClaimedMail): Promise<void>;
  /** Mails that were claimed the maximum number of times without ending. */
  exhausted(options: { now: number; most: number }): Promise<ClaimedMail[]>;
}

/** The outcome of an attempt, for metrics. `unwritten` and `later` are tried again. */
export type SendOutcome = 'taken' | 'later' | 'refused' | 'unwritten' | 'exhausted';

/** The style of a domain’s mails. */
export interface DomainStyle {
  /** The name of the mail service that people read; empty for the installation’s. */
  readonly name: string;
  /** Where to get help, in the administrator’s words. */
  readonly help: string;
  /** BCP 47; the domain’s first choice. */
  readonly language: string | undefined;
}

/** The relay's answer. `later`: worth another try. */
export type Delivery =
  | { readonly is: 'taken' }
  | { readonly is: 'later'; readonly why: string }
  | { readonly is: 'refused'; readonly why: string };

/** A mail in the form in which it is handed to the relay. */
export interface Letter {
  /** Without angle brackets (RFC 5322 section 3.6.4). It stays the same however often the mail is sent. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  /** URL at which the kind can be switched off (RFC 2369, RFC 8058). Undefined if it cannot. */
  readonly unsubscribe: string | undefined;
}

/** A verified ticket. */
export interface Ticket {
  readonly jti: string;
  readonly account: string;
  readonly frontEnd: string;
  readonly decisionId: string;
  readonly expiresAt: number;
}

/** What a person is notified of, and where. */
export interface OwnNotices {
  readonly off: readonly string[];
  readonly addresses: readonly SecondAddress[];
}

/** Notices that a person has not marked as seen. */
export interface UnseenNotices {
  /** Newest first, at most 50. */
  readonly notices: readonly Pick<Notice, 'id' | 'kind' | 'at'>[];
  readonly total: number;
  /** When the last of them was stored. Undefined if there are none. */
  readonly seenUntil: number | undefined;
}

/** The changes that can be made to an account's notices, in one transaction that locks the account. */
export interface AddressChange {
  /**
   * Consumes the ticket.
   * @throws GatepostError PERMISSION_DENIED if it was used before
   */
  use(ticket: Ticket): Promise<void>;
  /**
   * As `use`, for a call that may be repeated.
   * @returns false if the ticket was used before
   */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** @throws GatepostError RESOURCE_EXHAUSTED if the person or the address has reached today's limit */
  countLink(of: { readonly account: string; readonly address: string }): Promise<void>;
  list(account: string): Promise<readonly (SecondAddress & { readonly id: string })[]>;
  /** Replaces an earlier pending address, and stores the mail with the link. */
  ask(of: { id: string; account: string; address: string; until: number }): Promise<void>;
  /**
   * Demotes the confirmed address until `until`, or removes it.
   * @returns whether there was one
   */
  demote(account: string, until: number | undefined): Promise<boolean>;
  /** Confirms an address. If there is a confirmed one, it must be demoted before. */
  promote(id: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Notifies the mailbox and every address that receives notices now, and appends the event. */
  notify(of: {
    readonly account: string;
    readonly kind: 'second-address-added' | 'second-address-removed';
    readonly address: string;
    readonly actor: Actor;
  }): Promise<void>;
}

/** Second addresses, switched-off kinds, and unseen notices. */
export interface NoticeStore {
  read(account: string): Promise<OwnNotices>;
  unseen(account: string): Promise<UnseenNotices>;
  /**
   * Moves the mark forward, never back.
   * @param until at most now
   */
  markSeen(account: string, until: number): Promise<void>;
  change<T>(account: string, make: (change: AddressChange) => Promise<T>): Promise<T>;
  /** The account and address of a link. Undefined if there is none or it has expired. */
  asked(id: string): Promise<{ readonly account: string; readonly address: string } | undefined>;
  switchKind(of: {
    readonly account: string;
    readonly kind: string;
    readonly off: boolean;
    readonly actor: Actor;
  }): Promise<void>;
}

export interface Relay {
  send(letter: Letter): Promise<Delivery>;
}
