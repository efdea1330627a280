import type { CallScope, Refusal, Subject, Throttle } from '../ports.js';

/** What a comparison means to the throttle. */
export interface Guess {
  readonly compared: 'right' | 'wrong' | 'neither';
}

interface Failed extends Guess {
  readonly error: unknown;
}

/**
 * Runs a comparison under the throttle. `work` calls `begin` when it starts to compare. If `work` fails after that, for
 * example because its result cannot be stored, the attempt counts as a failure. So an error is no free guess.
 * @throws GatepostError as `Throttle.guard`, and whatever `work` throws
 */
export async function guess<R extends Guess>(
  { throttle }: { throttle: Throttle },
  { subject, call }: { subject: Subject; call: CallScope },
  work: (begin: () => void) => Promise<R>,
): Promise<R | Refusal> {
  const done = await throttle.guard<R | Failed>(subject, call, async () => {
    let begun = false;
    try {
      return await work(() => {
        begun = true;
      });
    } catch (error) {
      if (!begun) throw error;
      return { compared: 'wrong', error };
    }
  });
  if ('error' in done) throw done.error;
  return done;
}
