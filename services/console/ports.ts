import type { Act, ActResult } from './core/act.js';
import type { Administrator } from './core/administrator.js';
import type { ChangeFilter, ChangesAsked } from './core/changes.js';
import type {
  ListedDocument,
  ListedTrial,
  Meaning,
  Outcome,
  PolicyDocument,
  Problem,
  TrialDifference,
  TrialReport,
} from './core/document.js';
import type { ProgressOr, Proposal, Rehearsal } from './core/evidence.js';
import type { ListedAccount, Person } from './core/person.js';
import type { Grace, Undelivered } from './core/second-factors.js';
import type { Explanation, Filter, SignIn } from './core/sign-in.js';
import type { RegisteredClient } from './core/sign-in-client.js';

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';

/** One page of a list. `next` is the token of the next page; empty on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string;
}

/** What the sign-in page answers. */
export interface Tokens {
  readonly refreshToken: string;
  /** Undefined if the account administers nothing, or gave its factors more than an hour ago. */
  readonly privileges: Omit<Administrator, 'account'> | undefined;
  /** The ticket for the act that the person signed in for. */
  readonly actTicket: string | undefined;
}

/** The console as a client of the sign-in page. */
export interface SignInPage {
  readonly origin: string;
  /** @param of act: as the address carries it. again: whether factors are asked for although somebody is signed in */
  address(of: {
    readonly state: string;
    readonly nonce: string;
    readonly verifier: string;
    readonly act?: string | undefined;
    readonly again: boolean;
    readonly language: string;
  }): string;
  /** @throws GatepostError PERMISSION_DENIED if the code is not valid; UNAVAILABLE */
  redeem(of: {
    readonly code: string;
    readonly verifier: string;
    readonly nonce: string;
  }): Promise<Tokens & { readonly account: string }>;
  /** Undefined if the session has ended. @throws GatepostError UNAVAILABLE */
  refresh(refreshToken: string): Promise<Tokens | undefined>;
  /** Ends the session. @throws GatepostError UNAVAILABLE */
  signOut(refreshToken: string): Promise<void>;
}

/** The hosts where administrators sign in. */
export interface SignInPages {
  /** Returns the host of a domain, or the usual one. */
  of(domain: string | undefined): SignInPage;
  /** Returns the host at an origin; undefined: there is none any more. */
  at(origin: string): SignInPage | undefined;
}

/** The record of a domain. Like those of the ports below, each call is made with the administrator's ticket. */
export interface Record {
  list(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly filter: Filter;
      readonly after: string;
      readonly size: number;
    },
  ): Promise<Page<SignIn>>;
  /** What was decided since, the newest first. @param of since in ms since the epoch */
  since(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly filter: Filter;
      readonly since: number;
      readonly atMost: number;
    },
  ): Promise<readonly SignIn[]>;
  find(
    who: Administrator,
    of: { readonly domain: string; readonly id: string },
  ): Promise<SignIn | undefined>;
  /**
   * Reminders that could not be delivered: the newest of each account, and the newest first. Undefined if audit cannot be
   * asked now.
   * @param of since in ms since the epoch
   */
  undelivered(
    who: Administrator,
    of: { readonly domain: string; readonly since: number },
  ): Promise<readonly Undelivered[] | undefined>;
  /** @param of by: `decision` or `reason`. since: ms since the epoch */
  count(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly by: 'decision' | 'reason';
      readonly since: number;
      readonly decision?: 'DENY';
    },
  ): Promise<readonly { readonly key: string; readonly count: number }[]>;
}

export interface Accounts {
  list(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly account: string;
      readonly after: string;
      readonly size: number;
    },
  ): Promise<Page<ListedAccount>>;
  person(who: Administrator, account: string): Promise<Person>;
  /** Whether it has an authenticator or a passkey, suspended ones too. @throws GatepostError if that cannot be asked */
  hasSecondFactor(who: Administrator, account: string): Promise<boolean>;
  /** Accounts of the domain that are held back now, at most one page from each service. */
  locked(who: Administrator, domain: string): Promise<readonly string[]>;
  /** @returns how many limits and locks ended */
  unlock(who: Administrator, account: string, reason: string): Promise<number>;
  /** @returns how many ended */
  endTrust(
    who: Administrator,
    of: { readonly account: string; readonly sessionsOnly: boolean; readonly reason: string },
  ): Promise<number>;
}

/** Calls that need fresh factors. */
export interface Acts {
  /** The act as text for the sign-in page: `<method> <subject> <digest>`. */
  describe(act: Act): string;
  run(ticket: string, act: Act): Promise<ActResult>;
}

/** The clients of the sign-in page; for operators. Changes of them are acts. */
export interface SignInClients {
  /** All of them by id, without anything secret. */
  list(who: Administrator): Promise<readonly RegisteredClient[]>;
  /** How many of its sessions are valid. `more`: at least so many. Undefined if that cannot be asked now. */
  sessions(
    who: Administrator,
    id: string,
  ): Promise<{ readonly count: number; readonly more: boolean } | undefined>;
}

export interface Policies {
  /** Undefined if the domain has none. */
  get(
    who: Administrator,
    of: { readonly domain: string; readonly revision?: bigint },
  ): Promise<PolicyDocument | undefined>;
  history(
    who: Administrator,
    of: { readonly domain: string; readonly after: string },
  ): Promise<Page<PolicyDocument>>;
  /** Documents by name; for operators. */
  list(
    who: Administrator,
    of: {
      /** How names begin; may be empty. */
      readonly prefix: string;
      /** Only documents that this template binds; absent: all. */
      readonly template?: string;
      readonly after: string;
      readonly size: number;
    },
  ): Promise<Page<ListedDocument>>;
  /** Trials by document; for operators. @param of prefix of the documents' names; may be empty */
  trials(
    who: Administrator,
    of: { readonly prefix: string; readonly after: string },
  ): Promise<Page<ListedTrial>>;
  /** Proves a document without applying it. Policy stops when the signal is aborted. */
  check(
    who: Administrator,
    of: { readonly domain: string; readonly content: string; readonly signal: AbortSignal },
  ): Promise<Outcome>;
  /** Compares a document with the one in force. Policy stops when the signal is aborted. */
  compare(
    who: Administrator,
    of: { readonly domain: string; readonly content: string; readonly signal: AbortSignal },
  ): Promise<Meaning | undefined>;
  /** Applies a document, if the domain's document still has this revision (0: none). */
  apply(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly content: string;
      readonly base: bigint;
      readonly comment: string;
    },
  ): Promise<Outcome>;
  explain(
    who: Administrator,
    of: { readonly account: string; readonly id: string },
  ): Promise<Explanation>;
  /**
   * Counts what a trial found. Reads every sign-in since it began, and ends with its signal. Yields nothing if no trial
   * runs. @param of asked: which differences to list; absent: none
   */
  trial(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly asked?: ChangesAsked;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<ProgressOr<TrialReport>>;
  /** Yields all differences of a trial that fit, in pages. @throws GatepostError NOT_FOUND if no trial runs */
  differences(
    who: Administrator,
    of: { readonly domain: string; readonly filter: ChangeFilter },
  ): AsyncGenerator<readonly TrialDifference[]>;
  /** Starts a trial. Returns the problems that prevent it; an empty list if it began. */
  startTrial(
    who: Administrator,
    of: { readonly domain: string; readonly content: string; readonly comment: string },
  ): Promise<readonly Problem[]>;
  endTrial(
    who: Administrator,
    of: { readonly domain: string; readonly comment: string },
  ): Promise<void>;
}

/** People who are reminded to set up a second factor. */
export interface Reminders {
  /** @param of accounts of the domain, at most 1000 */
  grace(
    who: Administrator,
    of: { readonly domain: string; readonly accounts: readonly string[] },
  ): Promise<readonly Grace[]>;
  /** @returns how many will be reminded */
  remind(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly accounts: readonly string[];
      readonly daysBefore: number;
    },
  ): Promise<number>;
  /** How many wait in the domain. */
  waiting(who: Administrator, domain: string): Promise<number>;
  /** @returns how many were withdrawn */
  end(who: Administrator, domain: string): Promise<number>;
}

/** Long reads of the record. Each ends with its signal. */
export interface Evidence {
  /** @param of since in ms since the epoch */
  rehearse(
    who: Administrator,
    of: {
      readonly domain: string;
      readonly content: string;
      readonly since: number;
      readonly signal: AbortSignal;
    },
  ): AsyncIterable<ProgressOr<Rehearsal>>;
  propose(
    who: Administrator,
    of: { readonly domain: string; readonly since: number; readonly signal: AbortSignal },
  ): AsyncIterable<ProgressOr<Proposal>>;
}
