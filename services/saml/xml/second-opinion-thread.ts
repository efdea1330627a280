import { Piscina } from 'piscina';
import { compiledFile } from '../../../libs/config/index.js';
import type { Xml } from '../ports.js';

/**
 * The second opinion in a thread of its own: it takes longer than all other checks together, in one piece. Where the
 * thread ends, so does the check, and nobody is let in.
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
  // The pool's own line is not in order: who comes later may be served first, again and again.
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
