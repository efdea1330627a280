import { secondOpinion } from './second-opinion.js';

/** What runs in a thread of its own; see second-opinion-thread.ts. */
export default function ask(question: {
  readonly text: string;
  readonly certificates: readonly string[];
}): string | undefined {
  return secondOpinion(question.text, question.certificates);
}
