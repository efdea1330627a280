import { secondOpinion } from './second-opinion.js';

/** Runs in a separate thread; see second-opinion-thread.ts. */
export default function ask(question: {
  readonly text: string;
  readonly certificates: readonly string[];
}): string | undefined {
  return secondOpinion(question.text, question.certificates);
}
