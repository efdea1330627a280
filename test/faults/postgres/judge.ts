import type { SeenEvent } from '../events/read-record.js';
import type { Answer } from './logins.js';

/** What is wrong with the record of some answers. */
export interface Verdict {
  readonly answers: number;
  /** Answers without an event in the record. */
  readonly lost: number;
  /** Events with an id that the record has already. */
  readonly doubled: number;
  /** Answers other than the right one, and events that say another decision than the answer. */
  readonly wrong: number;
  /** Events of logins whose answer reached no caller: decided, but lost in transit. */
  readonly unanswered: number;
}

/** Compares the callers' answers with the recorded events. */
export function judge(answers: readonly Answer[], events: readonly SeenEvent[]): Verdict {
  const logins = events.filter(({ type }) => type === 'gatepost.login.v1');
  const recorded = new Map(logins.map(({ id, decision }) => [id, `DECISION_${decision}`]));
  const answered = new Set(answers.map(({ id }) => id));
  return {
    answers: answers.length,
    lost: answers.filter(({ id }) => !recorded.has(id)).length,
    doubled: events.length - new Set(events.map(({ id }) => id)).size,
    wrong: answers.filter(
      ({ id, decision, right }) =>
        decision !== right || (recorded.get(id) ?? decision) !== decision,
    ).length,
    unanswered: [...recorded.keys()].filter((id) => !answered.has(id)).length,
  };
}
