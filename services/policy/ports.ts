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
  /** Whether what a main password earned at `since`, in ms since the epoch, still holds: a directory may say no. */
  stillHolds(
    of: { readonly account: string; readonly since: number },
    call: CallScope,
  ): Promise<boolean>;
  /** What the account could present; nothing is compared. */
  describe(account: string, call: CallScope): Promise<DescribedCredentials>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface DescribedCredentials {
  /** A main password can be compared. */
  readonly mainPassword: boolean;
  /** What the account's app passwords open. */
  readonly appPasswordServices: readonly Service[];
  /** How many more it may have. */
  readonly appPasswordsLeft: number;
}

export interface Otp {
  enrolment(account: string, call: CallScope): Promise<Enrolment>;
  /** As that, and how many recovery codes are left. */
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
  /** As that, and the sign-in hosts at which one of them works now. */
  describe(
    account: string,
    call: CallScope,
  ): Promise<{ readonly enrolled: boolean; readonly hosts: readonly string[] }>;
  /** Undefined: passkeys are not offered at this host. */
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
  /** Of an account, or, where that is empty, of whom the passkey names. */
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
  /** Which check refused it; empty: none. */
  readonly failedCheck: string;
  /** When the identity provider wants the session ended, ms since the epoch. */
  readonly sessionUntil: number | undefined;
  /** With `verified`: whom it names, canonical. */
  readonly account: string;
}

export interface Saml {
  available(domain: string, call: CallScope): Promise<boolean>;
  /** Which of some domains have an identity provider, however many they are. Beside the login path. */
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
  /** Absent: no rule that can still match asks for it. */
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
  /** When the login began, ms: what it presented is judged by that. */
  readonly presentedAt: number;
}

/** A session for trust-store to keep. */
export interface SessionWish {
  readonly account: string;
  readonly sessionId: string;
  readonly sealed: Buffer;
  /** ms since the epoch */
  readonly until: number;
  /** Names the trust that carried the sign-in. */
  readonly carriedBy: readonly string[];
  readonly limits: TrustLimits;
  readonly decisionId: string;
  readonly fromIp: string;
  readonly client: string;
  readonly service: Service;
  /** When the login began, ms. */
  readonly presentedAt: number;
}

export type DeviceUse =
  | { readonly outcome: 'rotated'; readonly deviceToken: string }
  | { readonly outcome: 'stolen' | 'gone' };

export interface Trust {
  check(question: TrustQuestion, call: CallScope): Promise<TrustFound>;
  /** How many addresses and devices hold trust now. */
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
  /** Has it written down that a trusted address carried an ALLOW. Waits for nothing, fails nothing. */
  noteUse(use: {
    readonly account: string;
    readonly trustId: string;
    readonly address: string;
  }): void;
  grantSession(
    wish: SessionWish,
    call: CallScope,
  ): Promise<{ readonly held: HeldTrust } | { readonly refused: string }>;
  /** Undefined: it does not hold. */
  checkSession(
    of: {
      readonly account: string;
      readonly sessionId: string;
      readonly limits: TrustLimits;
    },
    call: CallScope,
  ): Promise<(HeldTrust & { readonly sealed: Buffer }) | undefined>;
  /** True: it held until now. */
  endSession(
    of: { readonly account: string; readonly sessionId: string; readonly actor: string },
    call: CallScope,
  ): Promise<boolean>;
  /** Writes an account's not-before and ends all that rests on its earlier logins. */
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
      /** When it lapses at the latest, ms since the epoch. */
      readonly until?: number;
    },
  ): Promise<IssuedTicket>;
}

export interface Page {
  readonly size: number;
  /** The key of the last row of the page before; absent: the first page. */
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
  /** The revision it was checked against: if another is active by now, nothing is changed. */
  readonly base: number;
  readonly changes: readonly DocumentChange[];
  readonly recompiled: readonly Recompiled[];
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** What is told while a revision is stored. */
export interface Storing {
  /** Documents stored, of all. */
  stored(done: number, total: number): void;
  /** Another change is being stored: this one comes after it. */
  waiting(): void;
}

/** Policy documents in the database. */
export interface Documents {
  activeRevision(): Promise<number>;
  /** Those of the names that are in force. */
  load(names: readonly string[]): Promise<DocumentForm[]>;
  /** The compiled form of one that is in force. */
  loadCompiled(name: string): Promise<string | null>;
  /** The compiled forms of those of the names that are in force. */
  compiledOf(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those compiled with one of these templates, in pages. */
  dependents(templates: readonly string[]): AsyncIterable<readonly DocumentForm[]>;
  /** The compiled forms of all that are in force, in pages. */
  compiled(): AsyncIterable<readonly CompiledForm[]>;
  /** How many are in force, templates left out. */
  count(): Promise<number>;
  /**
   * The new revision, or undefined where `base` is not the active one any more.
   *
   * @throws GatepostError ABORTED where other changes were being stored for too long
   */
  commit(revision: Revision, storing: Storing): Promise<number | undefined>;
  /** The texts of those of the names that are in force. */
  contents(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The version in force at a revision; undefined: there was none. */
  versionAt(name: string, revision: number | undefined): Promise<DocumentVersion | undefined>;
  /** The versions of these that were in force at a revision, withdrawals among them. */
  versionsAt(names: readonly string[], revision: number): Promise<DocumentVersion[]>;
  /** Names whose version in force differs between then and now. */
  changedSince(revision: number): Promise<string[]>;
  list(prefix: string, page: Page): Promise<DocumentVersion[]>;
  history(name: string, size: number, before: number | undefined): Promise<DocumentVersion[]>;
  replicas(seenSince: number): Promise<Replica[]>;
}

/**
 * Reads, compiles and verifies documents beside the login path. What is in force already it checks
 * without hurry: after each call of `verify`, and of `checkSet` with such documents, it rests as long
 * as that took; so it does with what is recorded.
 *
 * Each method throws GatepostError RESOURCE_EXHAUSTED where its work takes more memory or time than one
 * call may.
 */
export interface Checker {
  readSources(sources: readonly SourceText[]): Promise<ReadSources>;
  checkSet(set: SetToCheck): Promise<CheckedSet>;
  /** Compiled policies, as JSON. */
  verify(
    policies: readonly string[],
    star: string | null,
    now: number,
  ): Promise<readonly SetProblem[]>;
  /** What each login's event is of; null for one that cannot be read. */
  outline(events: readonly Uint8Array[]): Promise<readonly (Replayable | null)[]>;
  replay(task: ReplayTask): Promise<readonly Replayed[]>;
  /** Those of the logins' events that a trial rode beside. */
  ridden(task: RiddenTask): Promise<readonly TrialLogin[]>;
  /** What documents change, those together that change alike. */
  compare(task: CompareTask): Promise<readonly ChangeGroup[]>;
  /** Those of the logins' events that are of an ALLOW. */
  allowed(events: readonly Uint8Array[]): Promise<readonly RecordedLogin[]>;
  propose(task: ProposeTask): Promise<Proposal>;
}

/** What a document is proposed from. */
export interface ProposeTask extends Pick<Evidence, 'domain' | 'genuine' | 'others' | 'now'> {
  /** The document in force and its templates, parsed: JSON. */
  readonly inForce: readonly string[];
}

/** Logins' events, of which those of one trial are wanted. */
export interface RiddenTask {
  readonly events: readonly Uint8Array[];
  /** Its id. */
  readonly trial: string;
}

/** Policies before and after, to be compared. */
export interface CompareTask {
  readonly pairs: readonly FormPair[];
  /** ms since the epoch: what holds from then on is compared. */
  readonly now: number;
}

/** A recorded login, as far as a rehearsal must know it. */
export interface Replayable {
  readonly domain: string;
  readonly account: string;
  /** Of a session's use: the decision that gave the session. */
  readonly signIn: string | undefined;
}

/** Logins' events to be decided again. */
export interface ReplayTask {
  readonly events: readonly Uint8Array[];
  /** By event, the name of the form that decides it; null: it is left out. */
  readonly decidedBy: readonly (string | null)[];
  readonly forms: readonly CompiledForm[];
  /** The sign-ins of sessions that were used, by decision id. */
  readonly signIns: ReadonlyMap<string, RecordedLogin>;
}

/** For whom documents are checked. */
export interface CheckJob {
  /** SPIFFE URI. */
  readonly caller: string;
  /** Whether the caller may touch every document. */
  readonly everywhere: boolean;
  /** Nothing is checked any more when it is aborted; absent: what was asked is done to the end. */
  readonly signal?: AbortSignal;
}

/** A checker that callers share. */
export interface SharedChecker {
  within(job: CheckJob): Checker;
}

/** Brings a revision to where decisions are made. */
export interface Distribution {
  /**
   * Serves the revision here, tells trust-store the new limits, and waits a moment for the other
   * replicas; gives the live ones with the revision each serves.
   */
  activate(revision: number): Promise<readonly Replica[]>;
}

/** Services that keep something of an account. */
export const STORES = ['credential', 'otp', 'passkey', 'saml', 'portal', 'trust-store'] as const;
export type Store = (typeof STORES)[number];

/** An account being forgotten everywhere. */
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
  /** Begins one, or begins it anew: a mailbox may have been created again in between. */
  begin(removal: {
    readonly account: string;
    readonly actor: string;
    readonly requestedAt: number;
  }): Promise<Removal>;
  find(account: string): Promise<Removal | undefined>;
  /** Those due to be tried again; each is given to one caller at a time. */
  due(now: number): Promise<Removal[]>;
  /** Not to be tried again before `at` (ms). */
  postpone(removal: Removal, at: number): Promise<void>;
  /** Takes one store off the list, unless the removal was begun anew since; the last one completes it. */
  confirm(
    removal: Removal,
    store: Store,
    how: { readonly now: number; readonly removed: number },
  ): Promise<void>;
}

/** Decisions at or after a time; of one domain, or of all. */
export interface LoginsWanted {
  /** ms since the epoch */
  readonly since: number;
  readonly domain: string | undefined;
}

/** A change of what is registered, for the record. */
export interface ClientChange {
  readonly id: string;
  readonly removed: boolean;
  /** As it is from now on; undefined: removed. */
  readonly client: Client | undefined;
  /** SPIFFE URI. */
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** The clients of the sign-in page in the database. */
export interface ClientStore {
  /** Registers or changes one; without a hash a confidential client keeps the secret it has. */
  put(
    registration: Registration,
    by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>,
  ): Promise<Registration>;
  /** False: there was none. */
  remove(id: string, by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>): Promise<boolean>;
  /** Goes up with every change. */
  revision(): Promise<number>;
  /** All, by id, as of one moment. */
  all(): Promise<{ readonly revision: number; readonly registrations: readonly Registration[] }>;
}

/** What rides beside the documents in force. */
export interface Trials {
  /** @param decidedBy the name of the document that decides; undefined: there is none */
  find(domain: string, decidedBy: string | undefined): Riding | undefined;
  /** A candidate threw: it is not evaluated again. Never throws. */
  fail(trial: Pick<Trial, 'id' | 'document'>, error: unknown): void;
}

/** Who ends a trial. */
export type TrialEnder = Pick<Trial, 'actor' | 'onBehalfOf' | 'comment'>;

/** The trials in the database; each change comes with its event. */
export interface TrialStore {
  /**
   * False: one of the document is running.
   * @throws GatepostError RESOURCE_EXHAUSTED where it has more rules than one may have
   */
  start(trial: Trial, forms: readonly CompiledForm[]): Promise<boolean>;
  /** The trial as it was; undefined: there was none. */
  end(document: string, by: TrialEnder): Promise<Trial | undefined>;
  /** Ends one whose candidate came into force. */
  applied(trial: Pick<Trial, 'id'>): Promise<void>;
  find(document: string): Promise<Trial | undefined>;
  list(page: Page): Promise<Trial[]>;
  /** It says nothing from now on; told once. */
  fail(trial: Pick<Trial, 'id' | 'document'>, failure: string): Promise<void>;
  /** Tells of those that are forgotten at `now` (ms), each once. */
  remind(now: number): Promise<void>;
  /** One that was compiled for an earlier revision than this, for one caller at a time. */
  claimOutdated(
    revision: number,
    now: number,
  ): Promise<{ readonly trial: Trial; readonly compiledRevision: number } | undefined>;
  /** Whether what has changed since a revision has a part in what it is compiled to. */
  touches(trial: Pick<Trial, 'id' | 'document'>, sinceRevision: number): Promise<boolean>;
  /** It is as it would be compiled at this revision. */
  untouched(trial: Pick<Trial, 'id'>, revision: number): Promise<void>;
  /** What it comes to at this revision, or why it cannot be compiled any more. */
  recompiled(
    trial: Trial,
    revision: number,
    result: { readonly forms: readonly CompiledForm[] } | { readonly failure: string },
  ): Promise<void>;
}

/** The record of decisions. */
export interface History {
  /** Events of people who said that a sign-in was not theirs, in pages; empty where one was erased. */
  disowned(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** The events, newest first, in pages; empty where one was erased. */
  logins(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** About how many there are; 0: it could not be said. */
  count(wanted: LoginsWanted): Promise<number>;
  /** One decision of an account; undefined: the record holds none, or it was erased. */
  find(wanted: {
    readonly account: string;
    readonly decisionId: string;
  }): Promise<RecordedLogin | undefined>;
}
