import { Piscina } from 'piscina';
import { compiledFile } from '../../../libs/config/index.js';
import type { Xml } from '../ports.js';

/**
 * Runs the second opinion in a separate thread, because it takes longer than all other checks together, without a
 * break. If the thread ends, the check fails and the login is refused.
 */
export function secondOpinionInThread(): {
  readonly secondOpinion: Xml['secondOpinion'];
  close(): Promise<void>;
} {
  // Started at once, so that no login waits for it.
  const pool = new Piscina({
    filename: compiledFile('services/saml/xml/second-opinion-worker.ts'),
    minThreads: 1,
    maxThreads: 1,
  });
  // The pool's own queue is not in order, so a later task could be served first again and again.
  let last: Promise<unknown> = Promise.resolve();
  return {
    secondOpinion(text, certificates) {
      const mine = last.then((): Promise<string | undefined> => pool.run({ text, certificates }));
      last = mine.catch(() => undefined);
      return mine;
    },
    close: () => pool.destroy(),
  };
}
