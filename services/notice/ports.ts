import type { Actor } from '../../libs/events/definitions/actor.js';
import type { Kind } from './core/kinds.js';
import type { Facts, Happening, Notice } from './core/notice.js';
import type { SecondAddress } from './core/second-address.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';

/** A part of the record, in its order. */
export interface Batch {
  /** Everything up to this index of the record is dealt with once this batch is; undefined: the batch is a part of one. */
  readonly position: bigint | undefined;
  readonly happenings: readonly Happening[];
}

/** Where in the record this installation is. */
export interface Followed {
  /** Index of the last event that was dealt with; undefined: none, the record begins. */
  readonly position: bigint | undefined;
  /** When it began to follow. */
  readonly since: number;
}

/** A network or a program of an account, as a keyed hash. */
export interface Trait {
  readonly account: string;
  readonly hash: Buffer;
}

/** `recent`: for fewer days than a sign-in can be disowned; `known`: for longer. */
export type Familiarity = 'new' | 'recent' | 'known';

/** A language in which an account was signed in to. */
export interface LearntLanguage {
  readonly account: string;
  /** BCP 47 */
  readonly language: string;
  /** Whether it takes the place of another: a thief's does not. */
  readonly replaces: boolean;
}

/** What one replica, the leader, does with the record. Everything in one transaction that only the leader can commit. */
export interface RecordKeeping {
  /** Remembers traits, and says what of each was known before, in order. */
  remember(traits: readonly Trait[], now: number): Promise<Familiarity[]>;
  /** Notes in which language people are written to, in one statement. */
  learnLanguages(learnt: readonly LearntLanguage[]): Promise<void>;
  /** Lays mails by, in the bounds of their kinds, in one statement. Twice is once. */
  layBy(notices: readonly Notice[], now: number): Promise<void>;
  /** Forgets all that is kept of an account. */
  purge(account: string): Promise<void>;
  /** An event is passed over, and the record has why. */
  skip(why: string, now: number): Promise<void>;
  moveTo(position: bigint): Promise<void>;
}

/** A mail that this replica has claimed: no other sends it for a while. */
export interface ClaimedMail {
  readonly id: string;
  /** `confirm-address`: the link that makes an address a second one. */
  readonly kind: Kind | 'digest' | 'confirm-address';
  readonly account: string;
  /** Where it goes, if not to the mailbox. */
  readonly sentTo: string | undefined;
  /** Of a copy: the event it is about. */
  readonly about: string | undefined;
  readonly at: number;
  readonly facts: Facts;
  /** The person's, BCP 47; undefined: not known. */
  readonly language: string | undefined;
  /** With this one. */
  readonly attempts: number;
  readonly madeAt: number;
  /** Of a digest: what it lists, and how many beyond. */
  readonly listed: readonly Pick<Notice, 'kind' | 'at' | 'facts'>[];
  readonly more: number;
}

/** What waits to be sent. */
export interface Mails {
  /** Claims what is due, oldest first. One statement: no two replicas claim the same. */
  claim(options: { now: number; most: number; forMs: number }): Promise<ClaimedMail[]>;
  /** The relay took it. */
  sent(mail: ClaimedMail, now: number): Promise<void>;
  /** It is tried again at `dueAt`. */
  again(mail: ClaimedMail, dueAt: number): Promise<void>;
  /** It is not tried again; the record has it, and why. */
  failed(mail: ClaimedMail, why: string, now: number): Promise<void>;
  /** It went, or is over, and that cannot be recorded: at least it is not sent again. */
  endUnrecorded(mail: ClaimedMail): Promise<void>;
  /** Those that were claimed as often as a mail ever is, and did not end. */
  exhausted(options: { now: number; most: number }): Promise<ClaimedMail[]>;
}

/** How an attempt went, for who counts: `unwritten` is tried again, as is `later`. */
export type SendOutcome = 'taken' | 'later' | 'refused' | 'unwritten' | 'exhausted';

/** How a domain’s mails look. */
export interface DomainStyle {
  /** What people read as the name of their mail; empty: the installation’s. */
  readonly name: string;
  /** Where to turn for help, in the administrator’s words. */
  readonly help: string;
  /** BCP 47, the domain’s first choice. */
  readonly language: string | undefined;
}

/** How the relay answered. `later`: worth another try. */
export type Delivery =
  | { readonly is: 'taken' }
  | { readonly is: 'later'; readonly why: string }
  | { readonly is: 'refused'; readonly why: string };

/** A mail as it is handed to the relay. */
export interface Letter {
  /** Without angle brackets (RFC 5322 section 3.6.4): the same however often it is sent. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  /** Where the kind is switched off (RFC 2369, RFC 8058); undefined: it cannot be. */
  readonly unsubscribe: string | undefined;
}

/** A ticket that was verified. */
export interface Ticket {
  readonly jti: string;
  readonly account: string;
  readonly frontEnd: string;
  readonly decisionId: string;
  readonly expiresAt: number;
}

/** What a person is told, and where. */
export interface OwnNotices {
  readonly off: readonly string[];
  readonly addresses: readonly SecondAddress[];
}

/** Notices that a person has not said they have seen. */
export interface UnseenNotices {
  /** Newest first, at most 50. */
  readonly notices: readonly Pick<Notice, 'id' | 'kind' | 'at'>[];
  readonly total: number;
  /** When the last of them was laid by; undefined: there are none. */
  readonly seenUntil: number | undefined;
}

/** What each change keeps, in one transaction that has the account for itself. */
export interface AddressChange {
  /** Uses the ticket up. @throws GatepostError PERMISSION_DENIED if it was before */
  use(ticket: Ticket): Promise<void>;
  /** As `use`, for what may be asked again. @returns false: it was used before */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** @throws GatepostError RESOURCE_EXHAUSTED where the person or the address had enough today */
  countLink(of: { readonly account: string; readonly address: string }): Promise<void>;
  list(account: string): Promise<readonly (SecondAddress & { readonly id: string })[]>;
  /** In place of one that was asked for before; its mail is laid by. */
  ask(of: { id: string; account: string; address: string; until: number }): Promise<void>;
  /** Makes the confirmed one former until `until`, or removes it. @returns whether there was one */
  demote(account: string, until: number | undefined): Promise<boolean>;
  /** Makes one the confirmed one: where there is another, that is demoted before. */
  promote(id: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Tells the mailbox and every address that is served now, with the event. */
  tell(of: {
    readonly account: string;
    readonly kind: 'second-address-added' | 'second-address-removed';
    readonly address: string;
    readonly actor: Actor;
  }): Promise<void>;
}

/** Second addresses, what is switched off, and what was not seen. */
export interface NoticeStore {
  read(account: string): Promise<OwnNotices>;
  unseen(account: string): Promise<UnseenNotices>;
  /** Never goes back. @param until at most now */
  markSeen(account: string, until: number): Promise<void>;
  change<T>(account: string, make: (change: AddressChange) => Promise<T>): Promise<T>;
  /** Whose a link is; undefined: none, or over. */
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
