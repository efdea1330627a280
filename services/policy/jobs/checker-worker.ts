import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';
import { recordedLogin } from '../clients/recorded-login.js';
import { trialLogin } from '../clients/trial-login.js';
import { changeGroups } from '../core/change-groups.js';
import { checkSet, type SetToCheck, verifyPolicies } from '../core/check-set.js';
import { inForceOf } from '../core/propose/in-force.js';
import { type Proposal, propose } from '../core/propose/propose.js';
import { readSources, type SourceText } from '../core/read-sources.js';
import type { RecordedLogin } from '../core/replay.js';
import { replayPage } from '../core/replay-page.js';
import type { TrialLogin } from '../core/trial/trial-login.js';
import type {
  CompareTask,
  ProposeTask,
  Replayable,
  ReplayTask,
  TrialLoginsTask,
} from '../ports/checker.js';

// Runs in a separate thread. Each export is a task of `checkInWorkers`.

const NICE = 10;
stepBack();

/** Parses documents. Problems are part of the result. */
export function read(sources: readonly SourceText[]) {
  return readSources(sources);
}

/** Checks a set of documents and compiles it. */
export function check(set: SetToCheck) {
  return checkSet(set);
}

/** Checks the asserts and guardrails of compiled policies. `now` is in ms since the epoch. */
export function verify(task: { policies: readonly string[]; star: string | null; now: number }) {
  return verifyPolicies(task.policies, task.star, task.now);
}

/** The domain and account of each recorded event, for a rehearsal; null if it cannot be replayed. */
export function outline(events: readonly Uint8Array[]) {
  return events.map((event): Replayable | null => {
    const login = recordedLogin(event);
    if (login === undefined) return null;
    const { account, signIn } = login;
    return { domain: account.domain, account: account.name, signIn };
  });
}

/** Replays one page of recorded logins through a candidate set. */
export function replay({ events, decidedBy, forms, signIns }: ReplayTask) {
  return replayPage(events.map(recordedLogin), decidedBy, forms, signIns);
}

/** The login events for which a trial's candidate was evaluated. */
export function trialLogins({ events, trial }: TrialLoginsTask): TrialLogin[] {
  return events.flatMap((event) => trialLogin(event, trial) ?? []);
}

/** What documents change in many domains. */
export function compare({ pairs, now }: CompareTask) {
  return changeGroups(pairs, now);
}

/** The login events with an ALLOW. */
export function allowed(events: readonly Uint8Array[]): RecordedLogin[] {
  const logins = events.flatMap((event) => recordedLogin(event) ?? []);
  return logins.filter(({ decision }) => decision === 'ALLOW');
}

/** Proposes a document from recorded logins. */
export function proposeFrom({ inForce, ...evidence }: ProposeTask): Proposal {
  const documents = inForce.map((one) => JSON.parse(one) as ParsedDocument);
  return propose({ ...evidence, ...inForceOf(documents) });
}

/**
 * Lowers this thread's priority, so that logins go first where cores are few. Linux has a priority per thread, and this
 * link gives the thread's id.
 */
function stepBack(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, NICE);
  } catch {
    // On other systems all threads share the cores evenly.
  }
}
