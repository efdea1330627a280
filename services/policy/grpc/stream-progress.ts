import { PassThrough } from 'node:stream';
import type { Progress } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { Phase, ReportProgress } from '../commands/apply/progress.js';
import { withKeepalive } from './keepalive.js';

/** The shortest time between two progress messages. */
const PROGRESS_MS = 100;

interface Answer<Part> {
  readonly part: Part | { readonly $case: 'progress'; readonly value: Progress };
}

/**
 * Does the work and reports progress, then its answer, so that a caller who waits for a long phase sees that it goes
 * on.
 *
 * @param signal aborted when the caller has left
 */
export async function* streamProgress<Part>(
  work: (report: ReportProgress) => Promise<Answer<Part>>,
  signal: AbortSignal,
): AsyncGenerator<Answer<Part>> {
  const answers = new PassThrough({ objectMode: true });
  let toldAt = Number.NEGATIVE_INFINITY;
  let told = '';
  const working = work((phase, done, total) => {
    // A change that waits for another one is not made for a caller who has left.
    if (phase === 'wait') signal.throwIfAborted();
    const recently = performance.now() - toldAt < PROGRESS_MS;
    if (phase === told && recently && (done < total || total === 0)) return;
    toldAt = performance.now();
    told = phase;
    answers.write(progress<Part>(phase, done, total));
  }).finally(() => answers.end());
  // If the reader leaves the loop below early, nobody handles the result. A commit under way completes or fails on its
  // own.
  working.catch(() => {});
  const begun = progress<Part>('read', 0, 0);
  yield* withKeepalive(answers as AsyncIterable<Answer<Part>>, (last) => last ?? begun);
  yield await working;
}

function progress<Part>(phase: Phase, done: number, total: number): Answer<Part> {
  const value = { phase, done: BigInt(done), total: BigInt(total) };
  return { part: { $case: 'progress', value } };
}
