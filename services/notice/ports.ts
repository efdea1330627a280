import type { Kind } from './core/kinds.js';
import type { Facts, Happening, Notice } from './core/notice.js';

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

/** What one replica, the leader, does with the record. Everything in one transaction that only the leader can commit. */
export interface RecordKeeping {
  /** Remembers traits, and says which were not known: for each, in order. */
  remember(traits: readonly Trait[], now: number): Promise<boolean[]>;
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
  readonly kind: Kind | 'digest';
  readonly account: string;
  readonly at: number;
  readonly facts: Facts;
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
export type Attempt = 'taken' | 'later' | 'refused' | 'unwritten' | 'exhausted';

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
}

export interface Relay {
  send(letter: Letter): Promise<Delivery>;
}
