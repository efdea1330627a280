import type { Clock } from '../../libs/clock/index.js';
import type { Account } from '../../libs/names/account.js';
import type { Service } from '../../libs/names/services.js';
import type { Random } from '../../libs/random/index.js';
import type { KnownLimits, LimitsChange, Terms, TrustKind } from './core/limits.js';
import type { Tightening } from './core/tighten.js';
import type { Ending, RanOut, Trust, Why } from './core/trust.js';

/** What a connection brings along. */
export interface CheckQuestion {
  readonly account: Account;
  readonly address: string | undefined;
  readonly tokenHash: Buffer | undefined;
  readonly now: number;
}

export interface CheckAnswer {
  readonly known: KnownLimits;
  /** What holds under the limits that are known; `superseded` of a device: by its token. */
  readonly held: readonly (Trust & { readonly superseded: boolean })[];
}

/** The stores that a ticket to enrol may name. */
export const ENROLMENT_STORES = ['otp', 'passkey'] as const;
export type EnrolmentStore = (typeof ENROLMENT_STORES)[number];

export interface EnrolmentClaim {
  readonly account: Account;
  readonly decisionId: string;
  readonly store: EnrolmentStore;
  /** No other store finishes one until then (ms); undefined: it only begins. */
  readonly finishingUntil: number | undefined;
}

/** What of an account is refused for its time (ms); undefined: nothing. */
export interface NotBefores {
  /** What rests on a login that began at this time or earlier. */
  readonly notBefore: number | undefined;
  /** The same of tickets that add or change a factor. */
  readonly ticketsNotBefore: number | undefined;
}

/** Which session is presented. */
export interface SessionQuestion {
  readonly account: Account;
  readonly sessionId: string;
  readonly now: number;
}

export interface SessionAnswer {
  readonly known: KnownLimits;
  /** It holds under the limits that are known. */
  readonly session: Trust;
  readonly sealed: Buffer;
  /** Whether trust carried its sign-in. */
  readonly isCarried: boolean;
  /** Those of the carriers that hold under the limits that are known. */
  readonly carriers: readonly Trust[];
}

/** A trust as it stands under the limits that are known. */
export interface StandingTrust extends Trust {
  /** It has run out, and only waits to be swept; undefined: it holds. */
  readonly ranOut: RanOut | undefined;
}

/** One token in the succession of a device. */
export interface TokenLink {
  readonly seq: number;
  readonly salt: Buffer;
  /** When it was first presented. */
  readonly presentedAt: number | undefined;
}

/** A token that was presented, and the device it belongs to, locked. */
export interface PresentedToken {
  readonly trust: StandingTrust;
  readonly known: KnownLimits;
  /** The highest number in the succession that has been presented. */
  readonly presentedSeq: number;
  /** The token itself and its successors, in order. */
  readonly links: readonly TokenLink[];
}

export interface NewTrust {
  readonly id: string;
  readonly account: Account;
  readonly kind: TrustKind;
  readonly prefix: string;
  readonly label: string;
  /** Of a session. */
  readonly session?: NewSession;
}

/** What every grant says, new or renewed. */
export interface GrantTerms {
  /** The document whose limits were applied, and their revision. */
  readonly document: string;
  readonly revision: bigint;
  readonly grantedAt: number;
  readonly until: number;
  readonly decisionId: string;
  readonly fromIp: string;
}

/** What is kept of a session besides. */
export interface NewSession {
  /** What the sign-in was, as policy sealed it. */
  readonly sealed: Buffer;
  /** Names the trust that carried the sign-in; empty: none did. */
  readonly carriedBy: readonly string[];
  /** What the sign-in was for. */
  readonly service: Service;
}

export interface NewToken {
  readonly hash: Buffer;
  readonly salt: Buffer;
}

/** What an administrator or a person asks to end: all that is named must hold. */
export interface TrustFilter {
  readonly domain: string;
  readonly account?: string | undefined;
  readonly address?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  /** ms; at or after. */
  readonly grantedSince?: number | undefined;
  readonly grantedBefore?: number | undefined;
  readonly kind?: TrustKind | undefined;
}

/** Where a page or a batch of trusts ended. */
export interface TrustCursor {
  readonly account: string;
  readonly id: string;
}

/** All that can be changed, in one transaction; each change brings its event. */
export interface TrustTransaction {
  /** Takes turns with every other change that counts an account's trust, and with lockDomain. */
  lockAccount(account: Account): Promise<void>;
  /** Takes turns with every lockAccount of the domain. */
  lockDomain(domain: string): Promise<void>;
  /** What began at this time (ms) or earlier is refused; undefined: nothing is. */
  notBefore(account: Account): Promise<number | undefined>;
  /** Moves it forward, never back; gives what holds. */
  setNotBefore(owner: Account | { readonly everyoneOf: string }, at: number): Promise<number>;
  notBefores(account: Account): Promise<NotBefores>;
  /** The person disowned a sign-in: tickets from before add and change no factor. */
  refuseTicketsBefore(account: Account, at: number): Promise<void>;
  /** One statement, on an account that is held; false: another store has it. */
  claimEnrolment(claim: EnrolmentClaim & { readonly now: number }): Promise<boolean>;
  /** The limits that bind a domain; they do not change before the end of the transaction. */
  limitsOf(domain: string): Promise<BindingLimits>;
  /** An account's trust, locked. */
  trustsOf(account: Account, now: number): Promise<StandingTrust[]>;
  /** Undefined: no token of this account. */
  presented(account: Account, tokenHash: Buffer, now: number): Promise<PresentedToken | undefined>;
  add(trust: NewTrust, terms: GrantTerms, token?: NewToken): Promise<void>;
  renew(
    trust: Trust,
    change: { readonly prefix?: string; readonly label?: string },
    terms: GrantTerms,
  ): Promise<void>;
  addToken(trustId: string, seq: number, token: NewToken): Promise<void>;
  markPresented(trustId: string, seq: number, at: number): Promise<void>;
  markUsed(trustId: string, use: { readonly at: number; readonly ip: string }): Promise<void>;
  /** The same of an address, if it is this account's and that was not done since `before`. */
  noteUse(
    of: { readonly account: Account; readonly trustId: string },
    use: { readonly at: number; readonly ip: string; readonly before: number },
  ): Promise<void>;
  /** Locks those of `ids` that hold and match; returns their ids. */
  lock(filter: TrustFilter, ids: readonly string[], now: number): Promise<string[]>;
  /** Ends trust that is locked; each is logged for Watch. Returns how many. */
  end(ids: readonly string[], ending: Ending, now: number): Promise<number>;
  /** Puts on record that an account was purged. */
  tellPurged(purged: {
    readonly account: string;
    readonly rows: number;
    readonly certificate: string;
    readonly actor: string;
    readonly at: number;
  }): Promise<void>;
  /** Forgets what was logged of an account, once whoever watches had time to read it. */
  forgetLogged(account: string, now: number): Promise<number>;
  /**
   * Uses up a ticket, if it is one-time.
   * @throws GatepostError PERMISSION_DENIED if it was used before, or its login began before the
   * account's not-before
   */
  consumeTicket(account: Account, ticket: Ticket): Promise<void>;
  /** Of what may be asked again and is done once; false: it was used before. */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** What documents are known to offer, locked; absent from the map: never told. */
  lockLimits(documents: readonly string[]): Promise<Map<string, KnownDocument>>;
  /** The terms of `*`; undefined: never told. */
  termsOfEveryDomain(): Promise<Terms | undefined>;
  saveLimits(changes: readonly AcceptedChange[]): Promise<void>;
  addTightenings(tightenings: readonly BindingTightening[], now: number): Promise<void>;
}

/** The limits that bind one domain, as far as they are known. */
export interface BindingLimits {
  readonly known: KnownLimits;
  /** Of the domain's own document or of `*`, whichever binds it. */
  readonly document: string;
  readonly revision: bigint;
  readonly terms: Terms;
}

/** What is to be known of a document from now on. */
export interface AcceptedChange {
  readonly change: LimitsChange;
  readonly ownSince: bigint | undefined;
}

/** A tightening of what was granted under `document` before `revision`. */
export interface BindingTightening extends Tightening {
  readonly document: string;
  readonly revision: bigint;
}

/** What is known of one document. */
export interface KnownDocument {
  /** Undefined: never told. */
  readonly revision: bigint | undefined;
  /** The revision from which on there has been such a document; undefined: there is none. */
  readonly ownSince: bigint | undefined;
  readonly terms: Terms;
}

/** Where trust is kept. */
export interface TrustStore {
  /** Reads the primary, uncached, in one statement; writes nothing. */
  check(question: CheckQuestion): Promise<CheckAnswer>;
  /** The same of a session; undefined: it does not hold. */
  checkSession(question: SessionQuestion): Promise<SessionAnswer | undefined>;
  /** Reads the primary, uncached. */
  notBefores(account: Account): Promise<NotBefores>;
  transaction<T>(work: (tx: TrustTransaction) => Promise<T>): Promise<T>;
  /** Trust that holds, by account, latest first. */
  list(
    filter: TrustFilter,
    page: { after?: TrustCursor; size: number; now: number },
  ): Promise<Trust[]>;
  /** The next domain, in the alphabet, in which anything was granted and is not swept yet. */
  nextDomain(after: string): Promise<string | undefined>;
  /** Names at most `size` that match, without locking, in the order of accounts. */
  find(
    filter: TrustFilter,
    page: { after?: TrustCursor; size: number; now: number },
  ): Promise<TrustCursor[]>;
}

/** Something that stopped being trusted, as it is told to whoever watches. */
export interface EndedEntry {
  readonly position: number;
  readonly trust: Trust;
  readonly why: Why;
  readonly endedAt: number;
}

/** The highest position given, and the one up to which entries may have been deleted. */
export interface LogBounds {
  readonly last: number;
  readonly pruned: number;
}

/** The log of what ended, by positions that never appear behind one that was seen. */
export interface EndedLog {
  bounds(): Promise<LogBounds>;
  /** At most `limit` with after < position <= upTo, in order; `domains` absent: of all. */
  read(range: {
    readonly after: number;
    readonly upTo: number;
    readonly domains: readonly string[] | undefined;
    readonly limit: number;
  }): Promise<EndedEntry[]>;
  /** Resolves when there may be more than `last`, when `ms` have passed, or at the signal. */
  more(last: number, ms: number, signal: AbortSignal): Promise<void>;
}

/** A ticket that was verified, but may have been used before. */
export interface Ticket {
  readonly jti: string;
  readonly expiresAt: number;
  /** One to view with is good until it lapses. */
  readonly purpose: 'enrol' | 'manage' | 'view' | 'administer' | 'act' | 'disown';
  readonly account: string;
  /** SPIFFE URI. */
  readonly frontEnd: string;
  /** The decision it came with. */
  readonly decisionId: string;
  /** When the login began that it rests on, ms. */
  readonly loginBegunAt: number;
}

/** Does work when all that came before under the same key is done. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** What the commands work with. */
export interface TrustParts {
  readonly store: TrustStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly inTurn: InTurn;
}
