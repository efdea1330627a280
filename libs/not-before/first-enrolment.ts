/** What a first second factor ends: what was earned on one factor before. */
export interface FirstEnrolment {
  /** The decision whose ticket began it; undefined: an administrator set the factor up. */
  readonly decisionId: string | undefined;
  /** The person keeps the app passwords that one factor made. */
  readonly keepAppPasswords: boolean;
}

const ENDED = 'first-enrolment';
const KEPT = 'first-enrolment-kept';

/** The reason of its not-before, as it is on record until every service was told. */
export function firstEnrolmentReason({ decisionId, keepAppPasswords }: FirstEnrolment): string {
  const word = keepAppPasswords ? KEPT : ENDED;
  return decisionId === undefined ? word : `${word}:${decisionId}`;
}

/** Undefined: the reason is another one. */
export function firstEnrolmentOf(reason: string): FirstEnrolment | undefined {
  const [word, decisionId] = reason.split(':');
  if (word !== ENDED && word !== KEPT) return undefined;
  return { decisionId, keepAppPasswords: word === KEPT };
}
