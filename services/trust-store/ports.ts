import type { Clock } from '../../libs/clock/index.js';
import type { Account } from '../../libs/names/account.js';
import type { Service } from '../../libs/names/services.js';
import type { Random } from '../../libs/random/index.js';
import type { KnownLimits, LimitsChange, Terms, TrustKind } from './core/limits.js';
import type { Tightening } from './core/tighten.js';
import type { Ending, RanOut, Trust, Why } from './core/trust.js';

/** What a connection presents. */
export interface CheckQuestion {
  readonly account: Account;
  readonly address: string | undefined;
  readonly tokenHash: Buffer | undefined;
  readonly now: number;
}

export interface CheckAnswer {
  readonly known: KnownLimits;
  /** The trust that holds under the known limits. `superseded` concerns a device's token. */
  readonly held: readonly (Trust & { readonly superseded: boolean })[];
}

/** The stores that an `enrol` ticket may name. */
export const ENROLMENT_STORES = ['otp', 'passkey'] as const;
export type EnrolmentStore = (typeof ENROLMENT_STORES)[number];

export interface EnrolmentClaim {
  readonly account: Account;
  readonly decisionId: string;
  readonly store: EnrolmentStore;
  /**
   * No other store may finish an enrolment until then (ms since the epoch). Undefined if this claim only begins one.
   */
  readonly finishingUntil: number | undefined;
}

/**
 * The times (ms since the epoch) up to which an account's logins and tickets are refused. Undefined: nothing is
 * refused.
 */
export interface NotBefores {
  /** Refuses whatever a login earned that began at this time or earlier. */
  readonly notBefore: number | undefined;
  /** The same for tickets that add or change a factor. */
  readonly ticketsNotBefore: number | undefined;
}

/** The session that is presented. */
export interface SessionQuestion {
  readonly account: Account;
  readonly sessionId: string;
  readonly now: number;
}

export interface SessionAnswer {
  readonly known: KnownLimits;
  /** The session, which holds under the known limits. */
  readonly session: Trust;
  readonly sealed: Buffer;
  /** Whether trust carried its sign-in. */
  readonly isCarried: boolean;
  /** The carriers that hold under the known limits. */
  readonly carriers: readonly Trust[];
}

/** A trust with its state under the known limits. */
export interface CheckedTrust extends Trust {
  /** Why it ran out, if it only waits to be swept. Undefined if it holds. */
  readonly ranOut: RanOut | undefined;
}

/** One token in a device's succession. */
export interface TokenLink {
  readonly seq: number;
  readonly salt: Buffer;
  /** When it was first presented. */
  readonly presentedAt: number | undefined;
}

/** A presented token and the device it belongs to, both locked. */
export interface PresentedToken {
  readonly trust: CheckedTrust;
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
  /** Set for a session. */
  readonly session?: NewSession;
}

/** The terms of a grant, new or renewed. */
export interface GrantTerms {
  /** The document whose limits were applied, and its revision. */
  readonly document: string;
  readonly revision: bigint;
  readonly grantedAt: number;
  readonly until: number;
  readonly decisionId: string;
  readonly fromIp: string;
}

/** What is stored of a session besides its trust. */
export interface NewSession {
  /** The sign-in as policy sealed it. */
  readonly sealed: Buffer;
  /** Ids of the trust that carried the sign-in; empty if none did. */
  readonly carriedBy: readonly string[];
  /** The service of the sign-in. */
  readonly service: Service;
}

export interface NewToken {
  readonly hash: Buffer;
  readonly salt: Buffer;
}

/** Selects trust to list or to end. All given conditions must hold. */
export interface TrustFilter {
  readonly domain: string;
  readonly account?: string | undefined;
  readonly address?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  /** ms since the epoch, inclusive. */
  readonly grantedSince?: number | undefined;
  readonly grantedBefore?: number | undefined;
  readonly kind?: TrustKind | undefined;
}

/** Where a page or batch of trust ended. */
export interface TrustCursor {
  readonly account: string;
  readonly id: string;
}

/** All changes to trust, within one transaction. Each change appends its event. */
export interface TrustTransaction {
  /** Waits for other transactions that lock this account or its domain. */
  lockAccount(account: Account): Promise<void>;
  /** Waits for every transaction that locks an account of the domain. */
  lockDomain(domain: string): Promise<void>;
  /** Whatever began at this time (ms since the epoch) or earlier is refused. Undefined: nothing is refused. */
  notBefore(account: Account): Promise<number | undefined>;
  /** Moves it forward, never back, and returns the value in force. */
  setNotBefore(owner: Account | { readonly everyoneOf: string }, at: number): Promise<number>;
  notBefores(account: Account): Promise<NotBefores>;
  /** Called when the person disowned a sign-in: older tickets can no longer add or change a factor. */
  refuseTicketsBefore(account: Account, at: number): Promise<void>;
  /** Claims in one statement. The account must be locked. False if another store holds the claim. */
  claimEnrolment(claim: EnrolmentClaim & { readonly now: number }): Promise<boolean>;
  /** The limits that bind a domain. They do not change until the transaction ends. */
  limitsOf(domain: string): Promise<BindingLimits>;
  /** An account's trust, locked. */
  trustsOf(account: Account, now: number): Promise<CheckedTrust[]>;
  /** Undefined if the account has no such token. */
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
  /** Records the use of an address or session, if it belongs to this account and no use was recorded since `before`. */
  noteUse(
    of: { readonly account: Account; readonly trustId: string },
    use: { readonly at: number; readonly ip: string; readonly before: number },
  ): Promise<void>;
  /** Locks the trust in `ids` that holds and matches, and returns its ids. */
  lock(filter: TrustFilter, ids: readonly string[], now: number): Promise<string[]>;
  /** Ends locked trust and logs it for Watch. Returns how many. */
  end(ids: readonly string[], ending: Ending, now: number): Promise<number>;
  /** Appends the event that an account was purged. */
  recordPurge(purged: {
    readonly account: string;
    readonly rows: number;
    readonly certificate: string;
    readonly actor: string;
    readonly at: number;
  }): Promise<void>;
  /** Deletes the log entries of an account, once watchers have had time to read them. */
  forgetLogged(account: string, now: number): Promise<number>;
  /**
   * Consumes a one-time ticket.
   * @throws GatepostError PERMISSION_DENIED if it was used before, or its login began before the account's not-before
   */
  consumeTicket(account: Account, ticket: Ticket): Promise<void>;
  /** Marks a ticket as used, for a call that may be repeated but takes effect once. False if it was used before. */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** The known terms of documents, locked. Documents never received are missing from the map. */
  lockLimits(documents: readonly string[]): Promise<Map<string, KnownDocument>>;
  /** The terms of `*`. Undefined if never received. */
  termsOfEveryDomain(): Promise<Terms | undefined>;
  saveLimits(changes: readonly AcceptedChange[]): Promise<void>;
  addTightenings(tightenings: readonly BindingTightening[], now: number): Promise<void>;
}

/** The limits that bind one domain, as far as they are known. */
export interface BindingLimits {
  readonly known: KnownLimits;
  /** The domain's own document or `*`, whichever binds it. */
  readonly document: string;
  readonly revision: bigint;
  readonly terms: Terms;
}

/** The new known state of a document. */
export interface AcceptedChange {
  readonly change: LimitsChange;
  readonly ownSince: bigint | undefined;
}

/** A tightening of the trust that was granted under `document` before `revision`. */
export interface BindingTightening extends Tightening {
  readonly document: string;
  readonly revision: bigint;
}

/** What is known of one document. */
export interface KnownDocument {
  /** Undefined if never received. */
  readonly revision: bigint | undefined;
  /** The revision since which the document exists. Undefined if there is none. */
  readonly ownSince: bigint | undefined;
  readonly terms: Terms;
}

/** The store of all trust. */
export interface TrustStore {
  /** Reads the primary without a cache, in one statement. Writes nothing. */
  check(question: CheckQuestion): Promise<CheckAnswer>;
  /** Checks a session in the same way. Undefined if it does not hold. */
  checkSession(question: SessionQuestion): Promise<SessionAnswer | undefined>;
  /** Reads the primary without a cache. */
  notBefores(account: Account): Promise<NotBefores>;
  transaction<T>(work: (tx: TrustTransaction) => Promise<T>): Promise<T>;
  /** Trust that holds, by account, latest first. */
  list(
    filter: TrustFilter,
    page: { after?: TrustCursor; size: number; now: number },
  ): Promise<Trust[]>;
  /** How many sessions of a client are valid, counted no further than `atMost`. */
  countSessions(of: { client: string; now: number; atMost: number }): Promise<number>;
  /** The next domain in alphabetical order with trust that is not swept yet. */
  nextDomain(after: string): Promise<string | undefined>;
  /** Finds at most `size` matching entries without locking them, ordered by account. */
  find(
    filter: TrustFilter,
    page: { after?: TrustCursor; size: number; now: number },
  ): Promise<TrustCursor[]>;
}

/** Something that stopped being trusted, as watchers receive it. */
export interface EndedEntry {
  readonly position: number;
  readonly trust: Trust;
  readonly why: Why;
  readonly endedAt: number;
}

/** The highest assigned position, and the one up to which entries may have been deleted. */
export interface LogBounds {
  readonly last: number;
  readonly pruned: number;
}

/** The log of ended trust. A new position is never lower than one that was already visible. */
export interface EndedLog {
  bounds(): Promise<LogBounds>;
  /** At most `limit` entries with after < position <= upTo, in order. `domains` undefined means all. */
  read(range: {
    readonly after: number;
    readonly upTo: number;
    readonly domains: readonly string[] | undefined;
    readonly limit: number;
  }): Promise<EndedEntry[]>;
  /** Resolves when there may be entries after `last`, when `ms` have passed, or when the signal is aborted. */
  more(last: number, ms: number, signal: AbortSignal): Promise<void>;
}

/** A verified ticket, which may have been used before. */
export interface Ticket {
  readonly jti: string;
  readonly expiresAt: number;
  /** A `view` ticket is valid until it expires. */
  readonly purpose: 'enrol' | 'manage' | 'view' | 'administer' | 'act' | 'disown';
  readonly account: string;
  /** SPIFFE URI. */
  readonly frontEnd: string;
  /** The decision that issued it. */
  readonly decisionId: string;
  /** When the login behind it began, ms since the epoch. */
  readonly loginBegunAt: number;
}

/** Runs work after all earlier work with the same key. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** The dependencies of the commands. */
export interface TrustParts {
  readonly store: TrustStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly inTurn: InTurn;
}
