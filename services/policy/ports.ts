import type { Service } from '../../libs/names/services.js';
import type { Verdict } from '../../libs/names/verdict.js';
import type {
  Asking,
  CallScope,
  Compared,
  Enrolment,
  HeldTrust,
  PasskeyStart,
  PasskeyVerdict,
  SamlStart,
  TrustFound,
  TrustGrant,
} from './core/answers.js';
import type { IssuedTicket } from './core/attempt.js';
import type { ChangeGroup, FormPair } from './core/change-groups.js';
import type { CheckedSet, SetToCheck } from './core/check-set.js';
import type {
  CompiledForm,
  DocumentChange,
  DocumentForm,
  DocumentVersion,
  Recompiled,
} from './core/documents.js';
import type { EarnedTicket } from './core/earned-tickets.js';
import type { FirstFactor, PresentedPasskey, SecondFactor } from './core/login.js';
import type { Evidence, Proposal } from './core/propose/propose.js';
import type { ReadSources, SourceText } from './core/read-sources.js';
import type { RecordedLogin } from './core/replay.js';
import type { Replayed } from './core/replay-page.js';
import type { Client, Registration } from './core/session/client.js';
import type { SetProblem } from './core/set-problem.js';
import type { Trial } from './core/trial/trial.js';
import type { TrialLogin } from './core/trial/trial-login.js';
import type { Riding } from './core/trial/trial-table.js';
import type { TrustLimits } from './core/trust-limits.js';

export interface Credentials {
  verifyPassword(asking: Asking, password: Buffer, call: CallScope): Promise<Compared>;
  verifyAppPassword(
    asking: Asking,
    service: Service,
    password: Buffer,
    call: CallScope,
  ): Promise<Compared>;
  /** Whether what a main password earned at `since` (ms since the epoch) still holds. A directory may say no. */
  stillHolds(
    of: { readonly account: string; readonly since: number },
    call: CallScope,
  ): Promise<boolean>;
  /** What the account could present. Nothing is compared. */
  describe(account: string, call: CallScope): Promise<DescribedCredentials>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface DescribedCredentials {
  /** A main password can be compared. */
  readonly mainPassword: boolean;
  /** The services that the account's app passwords open. */
  readonly appPasswordServices: readonly Service[];
  /** How many more app passwords it may have. */
  readonly appPasswordsLeft: number;
}

export interface Otp {
  enrolment(account: string, call: CallScope): Promise<Enrolment>;
  /** As `enrolment`, with the number of unused recovery codes. */
  describe(
    account: string,
    call: CallScope,
  ): Promise<Enrolment & { readonly recoveryCodesLeft: number }>;
  verify(asking: Asking, factor: SecondFactor, call: CallScope): Promise<Compared>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface Passkeys {
  enrolled(account: string, call: CallScope): Promise<boolean>;
  /** As `enrolled`, with the sign-in hosts at which a passkey works now. */
  describe(
    account: string,
    call: CallScope,
  ): Promise<{ readonly enrolled: boolean; readonly hosts: readonly string[] }>;
  /** Undefined if passkeys are not offered at this host. */
  begin(
    asking: Asking,
    wish: {
      readonly signInHost: string;
      /** A first factor of the account was verified. */
      readonly firstVerified: boolean;
      readonly userVerification: boolean;
    },
    call: CallScope,
  ): Promise<PasskeyStart | undefined>;
  /** Verifies for the account in `asking`. If that is empty, the passkey names the account. */
  verify(
    asking: Asking,
    passkey: PresentedPasskey,
    wish: { readonly signInHost: string; readonly userVerification: boolean },
    call: CallScope,
  ): Promise<PasskeyVerdict>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface SamlVerdict {
  readonly verdict: Verdict;
  /** The check that refused it; empty if none did. */
  readonly failedCheck: string;
  /** When the identity provider wants the session to end, ms since the epoch. */
  readonly sessionUntil: number | undefined;
  /** With `verified`: the canonical account it names. */
  readonly account: string;
}

export interface Saml {
  available(domain: string, call: CallScope): Promise<boolean>;
  /** Which of these domains have an identity provider. Takes any number of domains. Used outside the login path. */
  availableAmong(domains: readonly string[], call: CallScope): Promise<ReadonlySet<string>>;
  begin(asking: Asking, domain: string, call: CallScope): Promise<SamlStart>;
  consume(
    asking: Asking,
    domain: string,
    response: Extract<FirstFactor, { kind: 'saml' }>,
    call: CallScope,
  ): Promise<SamlVerdict>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

/** The sign-in page. */
export interface Portal {
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface TrustQuestion {
  readonly account: string;
  /** Undefined if no rule that can still match asks for it. */
  readonly address: string | undefined;
  readonly deviceToken: string | undefined;
  readonly limits: TrustLimits;
}

export interface TrustWish {
  readonly account: string;
  readonly address: string;
  readonly ipSeconds: number | undefined;
  readonly deviceSeconds: number | undefined;
  readonly deviceToken: string | undefined;
  readonly deviceLabel: string;
  readonly limits: TrustLimits;
  readonly decisionId: string;
  /** When the login began, ms since the epoch. What it presented is judged as of this time. */
  readonly presentedAt: number;
}

/** A session for trust-store to keep. */
export interface SessionWish {
  readonly account: string;
  readonly sessionId: string;
  readonly sealed: Buffer;
  /** ms since the epoch */
  readonly until: number;
  /** Ids of the trust that carried the sign-in. */
  readonly carriedBy: readonly string[];
  readonly limits: TrustLimits;
  readonly decisionId: string;
  readonly fromIp: string;
  readonly client: string;
  readonly service: Service;
  /** When the login began, ms since the epoch. */
  readonly presentedAt: number;
}

export type DeviceUse =
  | { readonly outcome: 'rotated'; readonly deviceToken: string }
  | { readonly outcome: 'stolen' | 'gone' };

export interface Trust {
  check(question: TrustQuestion, call: CallScope): Promise<TrustFound>;
  /** How many addresses and devices are trusted now. */
  count(
    account: string,
    call: CallScope,
  ): Promise<{ readonly addresses: number; readonly devices: number }>;
  grant(
    wish: TrustWish,
    call: CallScope,
  ): Promise<{ readonly grants: readonly TrustGrant[]; readonly deviceToken: string }>;
  useDevice(
    use: {
      readonly account: string;
      readonly address: string;
      readonly deviceToken: string;
      readonly decisionId: string;
      readonly limits: TrustLimits;
      readonly presentedAt: number;
    },
    call: CallScope,
  ): Promise<DeviceUse>;
  /** Records that a trusted address carried an ALLOW. Does not wait and never fails. */
  noteUse(use: {
    readonly account: string;
    readonly trustId: string;
    readonly address: string;
  }): void;
  grantSession(
    wish: SessionWish,
    call: CallScope,
  ): Promise<{ readonly held: HeldTrust } | { readonly refused: string }>;
  /** Undefined if it does not hold. */
  checkSession(
    of: {
      readonly account: string;
      readonly sessionId: string;
      readonly limits: TrustLimits;
    },
    call: CallScope,
  ): Promise<(HeldTrust & { readonly sealed: Buffer }) | undefined>;
  /** True if it held until now. */
  endSession(
    of: { readonly account: string; readonly sessionId: string; readonly actor: string },
    call: CallScope,
  ): Promise<boolean>;
  /** Sets the account's not-before and ends everything that its earlier logins earned. */
  setNotBefore(
    of: { readonly account: string; readonly reason: string; readonly actor: string },
    call: CallScope,
  ): Promise<void>;
  setLimits(limits: readonly TrustLimits[], call: CallScope): Promise<void>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface Tickets {
  issue(
    claims: EarnedTicket & {
      readonly account: string;
      readonly frontEnd: string;
      readonly decisionId: string;
      /** ms since the epoch */
      readonly loginBegunAt: number;
      /** The latest time at which the ticket expires, ms since the epoch. */
      readonly until?: number;
    },
  ): Promise<IssuedTicket>;
}

export interface Page {
  readonly size: number;
  /** The key of the last row of the previous page. Undefined for the first page. */
  readonly after: string | undefined;
}

export interface Replica {
  readonly name: string;
  readonly revision: number;
  /** ms since the epoch */
  readonly confirmedAt: number;
}

/** A change of the policy set, ready to be put into force. */
export interface Revision {
  /** The revision the change was checked against. If another one is active by now, nothing is changed. */
  readonly base: number;
  readonly changes: readonly DocumentChange[];
  readonly recompiled: readonly Recompiled[];
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** Reports the progress of storing a revision. */
export interface Storing {
  /** Documents stored so far, of all. */
  stored(done: number, total: number): void;
  /** Another change is being stored, and this one waits for it. */
  waiting(): void;
}

/** Policy documents in the database. */
export interface Documents {
  activeRevision(): Promise<number>;
  /** Documents in force among the names. */
  load(names: readonly string[]): Promise<DocumentForm[]>;
  /** The compiled form of a document in force. */
  loadCompiled(name: string): Promise<string | null>;
  /** The compiled forms of documents in force, by name. */
  compiledOf(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Documents compiled with one of these templates, in pages. */
  dependents(templates: readonly string[]): AsyncIterable<readonly DocumentForm[]>;
  /** The compiled forms of all documents in force, in pages. */
  compiled(): AsyncIterable<readonly CompiledForm[]>;
  /** The number of documents in force, without templates. */
  count(): Promise<number>;
  /**
   * Returns the new revision. Undefined if `base` is no longer the active one.
   *
   * @throws GatepostError ABORTED if other changes take too long to store
   */
  commit(revision: Revision, storing: Storing): Promise<number | undefined>;
  /** The texts of documents in force, by name. */
  contents(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The version in force at a revision. Undefined if there was none. */
  versionAt(name: string, revision: number | undefined): Promise<DocumentVersion | undefined>;
  /** The versions of these documents in force at a revision, including withdrawals. */
  versionsAt(names: readonly string[], revision: number): Promise<DocumentVersion[]>;
  /** Names of documents whose version in force differs between the revision and now. */
  changedSince(revision: number): Promise<string[]>;
  list(prefix: string, page: Page): Promise<DocumentVersion[]>;
  history(name: string, size: number, before: number | undefined): Promise<DocumentVersion[]>;
  replicas(seenSince: number): Promise<Replica[]>;
}

/**
 * Reads, compiles and verifies documents outside the login path. Documents already in force and recorded events are
 * processed slowly: after each call of `verify`, of `checkSet` with documents in force, and of the methods that read
 * events, it rests for as long as the call took.
 *
 * Each method throws GatepostError RESOURCE_EXHAUSTED if its work exceeds the memory or time limit of one call.
 */
export interface Checker {
  readSources(sources: readonly SourceText[]): Promise<ReadSources>;
  checkSet(set: SetToCheck): Promise<CheckedSet>;
  /** @param policies compiled policies, as JSON */
  verify(
    policies: readonly string[],
    star: string | null,
    now: number,
  ): Promise<readonly SetProblem[]>;
  /** The domain and account of each login event; null for one that cannot be read. */
  outline(events: readonly Uint8Array[]): Promise<readonly (Replayable | null)[]>;
  replay(task: ReplayTask): Promise<readonly Replayed[]>;
  /** The login events that a trial rode beside. */
  ridden(task: RiddenTask): Promise<readonly TrialLogin[]>;
  /** What documents change. Documents that change alike are one group. */
  compare(task: CompareTask): Promise<readonly ChangeGroup[]>;
  /** The login events with an ALLOW. */
  allowed(events: readonly Uint8Array[]): Promise<readonly RecordedLogin[]>;
  propose(task: ProposeTask): Promise<Proposal>;
}

/** The input for a proposal. */
export interface ProposeTask extends Pick<Evidence, 'domain' | 'genuine' | 'others' | 'now'> {
  /** The document in force and its templates, parsed: JSON. */
  readonly inForce: readonly string[];
}

/** Login events from which those of one trial are picked. */
export interface RiddenTask {
  readonly events: readonly Uint8Array[];
  /** The trial's id. */
  readonly trial: string;
}

/** Pairs of policies to compare. */
export interface CompareTask {
  readonly pairs: readonly FormPair[];
  /** ms since the epoch. The policies are compared as of this time. */
  readonly now: number;
}

/** The parts of a recorded login that a rehearsal needs. */
export interface Replayable {
  readonly domain: string;
  readonly account: string;
  /** If a session was used: the decision that granted the session. */
  readonly signIn: string | undefined;
}

/** Login events to be decided again. */
export interface ReplayTask {
  readonly events: readonly Uint8Array[];
  /** For each event, the name of the form that decides it; null to skip it. */
  readonly decidedBy: readonly (string | null)[];
  readonly forms: readonly CompiledForm[];
  /** The sign-ins of sessions that were used, by decision id. */
  readonly signIns: ReadonlyMap<string, RecordedLogin>;
}

/** The caller for whom documents are checked. */
export interface CheckJob {
  /** SPIFFE URI. */
  readonly caller: string;
  /** Whether the caller may touch every document. */
  readonly everywhere: boolean;
  /** Checking stops when it is aborted. Absent: the work is done to the end. */
  readonly signal?: AbortSignal;
}

/** A checker shared by callers. */
export interface SharedChecker {
  within(job: CheckJob): Checker;
}

/** Puts a revision into force on all replicas. */
export interface Distribution {
  /**
   * Serves the revision here, sends trust-store the new limits, and waits a moment for the other replicas. Returns the
   * live replicas with the revision each serves.
   */
  activate(revision: number): Promise<readonly Replica[]>;
}

/** The services that store something about an account. */
export const STORES = ['credential', 'otp', 'passkey', 'saml', 'portal', 'trust-store'] as const;
export type Store = (typeof STORES)[number];

/** The removal of an account from every store. */
export interface Removal {
  readonly account: string;
  readonly actor: string;
  /** ms since the epoch */
  readonly requestedAt: number;
  readonly completedAt: number | undefined;
  readonly waiting: readonly Store[];
  /** Rows removed so far. */
  readonly removed: number;
}

export interface Removals {
  /**
   * Begins a removal. If there is one already, it starts again, because the mailbox may have been created again in
   * between.
   */
  begin(removal: {
    readonly account: string;
    readonly actor: string;
    readonly requestedAt: number;
  }): Promise<Removal>;
  find(account: string): Promise<Removal | undefined>;
  /** Removals due to be tried again. Each is given to one caller at a time. */
  due(now: number): Promise<Removal[]>;
  /** Sets the next try to no earlier than `at`, in ms since the epoch. */
  postpone(removal: Removal, at: number): Promise<void>;
  /** Takes one store off the list, unless the removal was begun again since. The last store completes it. */
  confirm(
    removal: Removal,
    store: Store,
    how: { readonly now: number; readonly removed: number },
  ): Promise<void>;
}

/** Decisions at or after a time, of one domain or of all. */
export interface LoginsWanted {
  /** ms since the epoch */
  readonly since: number;
  readonly domain: string | undefined;
}

/** A change of a registered client, for the record. */
export interface ClientChange {
  readonly id: string;
  readonly removed: boolean;
  /** The client from now on. Undefined if it was removed. */
  readonly client: Client | undefined;
  /** SPIFFE URI. */
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** The clients of the sign-in page in the database. */
export interface ClientStore {
  /** Registers or changes a client. Without a hash, a confidential client keeps its current secret. */
  put(
    registration: Registration,
    by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>,
  ): Promise<Registration>;
  /** False if there was none. */
  remove(id: string, by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>): Promise<boolean>;
  /** Increases with every change. */
  revision(): Promise<number>;
  /** All clients by id, from one snapshot. */
  all(): Promise<{ readonly revision: number; readonly registrations: readonly Registration[] }>;
}

/** The trials that ride beside the documents in force. */
export interface Trials {
  /** @param decidedBy the name of the document that decides; undefined if there is none */
  find(domain: string, decidedBy: string | undefined): Riding | undefined;
  /** Marks a trial whose candidate threw, so that it is not evaluated again. Never throws. */
  fail(trial: Pick<Trial, 'id' | 'document'>, error: unknown): void;
}

/** Who ended a trial, and why. */
export type TrialEnder = Pick<Trial, 'actor' | 'onBehalfOf' | 'comment'>;

/** The trials in the database. Each change appends its event. */
export interface TrialStore {
  /**
   * False if a trial of the document is already running.
   * @throws GatepostError RESOURCE_EXHAUSTED if the candidate has more rules than allowed
   */
  start(trial: Trial, forms: readonly CompiledForm[]): Promise<boolean>;
  /** Returns the trial as it was. Undefined if there was none. */
  end(document: string, by: TrialEnder): Promise<Trial | undefined>;
  /** Ends a trial whose candidate came into force. */
  applied(trial: Pick<Trial, 'id'>): Promise<void>;
  find(document: string): Promise<Trial | undefined>;
  list(page: Page): Promise<Trial[]>;
  /** Marks a trial as failed. It gives no more answers. The event is sent once. */
  fail(trial: Pick<Trial, 'id' | 'document'>, failure: string): Promise<void>;
  /** Sends the event for each trial that is forgotten at `now` (ms since the epoch), once each. */
  remind(now: number): Promise<void>;
  /** Claims a trial that was compiled for an earlier revision. One caller gets it at a time. */
  claimOutdated(
    revision: number,
    now: number,
  ): Promise<{ readonly trial: Trial; readonly compiledRevision: number } | undefined>;
  /** Whether anything that changed since a revision affects the compiled candidate. */
  touches(trial: Pick<Trial, 'id' | 'document'>, sinceRevision: number): Promise<boolean>;
  /** Marks the compiled candidate as valid at this revision. */
  untouched(trial: Pick<Trial, 'id'>, revision: number): Promise<void>;
  /** Stores the forms compiled at this revision, or why the candidate can no longer be compiled. */
  recompiled(
    trial: Trial,
    revision: number,
    result: { readonly forms: readonly CompiledForm[] } | { readonly failure: string },
  ): Promise<void>;
}

/** The record of decisions. */
export interface History {
  /** Events of people who disowned a sign-in, in pages. An erased event is empty. */
  disowned(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** Login events, newest first, in pages. An erased event is empty. */
  logins(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** The approximate number of logins; 0 if unknown. */
  count(wanted: LoginsWanted): Promise<number>;
  /** One decision of an account. Undefined if the record does not hold it or it was erased. */
  find(wanted: {
    readonly account: string;
    readonly decisionId: string;
  }): Promise<RecordedLogin | undefined>;
}
