import type { Login } from './logins.js';
import type { SeenEvent } from './read-record.js';

const LOGIN = 'gatepost.login.v1';

/** What is wrong with the events of the logins. */
export interface Verdict {
  readonly answers: number;
  readonly events: number;
  /** Answers without an event. */
  readonly lost: number;
  /** Events that exist more than once, with the same id or the same login. */
  readonly duplicated: number;
  /** Events whose decision or id differs from the answer, of a login that nobody made, or numbered out of order. */
  readonly wrong: number;
  /** Events whose answer never reached the caller: decided, but lost in transit. */
  readonly unanswered: number;
  readonly longestLagMs: number;
}

/** Compares the callers' answers with the events of one place, in that place's order. */
export function judge(logins: readonly Login[], events: readonly SeenEvent[]): Verdict {
  const made = new Map(logins.map((login) => [login.account, login]));
  const seen = new Map<string, SeenEvent>();
  const ids = new Set<string>();
  let duplicated = 0;
  let wrong = outOfOrder(events);
  let unanswered = 0;
  for (const event of events) {
    if (ids.has(event.id)) {
      duplicated += 1;
      continue;
    }
    ids.add(event.id);
    if (event.type !== LOGIN) continue;
    if (seen.has(event.account)) duplicated += 1;
    seen.set(event.account, event);
    const login = made.get(event.account);
    if (login === undefined || login.wanted !== event.decision) wrong += 1;
    else if (login.answer === undefined) unanswered += 1;
    else if (login.answer.id !== event.id || login.answer.decision !== event.decision) wrong += 1;
  }
  const answered = logins.filter(({ answer }) => answer !== undefined);
  return {
    answers: answered.length,
    events: events.length,
    lost: answered.filter(({ account }) => !seen.has(account)).length,
    duplicated,
    wrong,
    unanswered,
    longestLagMs: events.reduce((longest, { lagMs }) => Math.max(longest, lagMs), 0),
  };
}

/** How many events are not numbered right after the one before of the same source. */
function outOfOrder(events: readonly SeenEvent[]): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const { source, sequence } of events) {
    const before = last.get(source) ?? 0;
    // `duplicated` counts repetitions.
    if (sequence > before + 1) count += 1;
    last.set(source, Math.max(before, sequence));
  }
  return count;
}
