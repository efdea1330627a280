import type { ChangeGroup, FormPair } from '../core/change-groups.js';
import type { CheckedSet, SetToCheck } from '../core/check-set.js';
import type { CompiledForm } from '../core/documents.js';
import type { Evidence, Proposal } from '../core/propose/propose.js';
import type { ReadSources, SourceText } from '../core/read-sources.js';
import type { RecordedLogin } from '../core/replay.js';
import type { Replayed } from '../core/replay-page.js';
import type { SetProblem } from '../core/set-problem.js';
import type { TrialLogin } from '../core/trial/trial-login.js';

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
  /** The login events for which a trial's candidate was evaluated. */
  trialLogins(task: TrialLoginsTask): Promise<readonly TrialLogin[]>;
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
export interface TrialLoginsTask {
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
  /** Whose quota it counts against: a SPIFFE URI, with a domain for the console. */
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
