/** The first enrolment of a second factor, which ends what was earned on one factor before. */
export interface FirstEnrolment {
  /** The decision whose ticket began it; undefined if an administrator set the factor up. */
  readonly decisionId: string | undefined;
  /** Whether the person keeps the app passwords made on one factor. */
  readonly keepAppPasswords: boolean;
}

const ENDED = 'first-enrolment';
const KEPT = 'first-enrolment-kept';

/** The reason of its not-before, as recorded until every service was told. */
export function firstEnrolmentReason({ decisionId, keepAppPasswords }: FirstEnrolment): string {
  const word = keepAppPasswords ? KEPT : ENDED;
  return decisionId === undefined ? word : `${word}:${decisionId}`;
}

/** Reads such a reason; undefined if it is another one. */
export function firstEnrolmentOf(reason: string): FirstEnrolment | undefined {
  const [word, decisionId] = reason.split(':');
  if (word !== ENDED && word !== KEPT) return undefined;
  return { decisionId, keepAppPasswords: word === KEPT };
}
