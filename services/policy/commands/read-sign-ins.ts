import type { RecordedLogin } from '../core/replay.js';
import type { Replayable } from '../ports/checker.js';
import type { History } from '../ports/history.js';

/** The most sign-ins kept for one rehearsal: many uses share few sessions. */
const MOST_KEPT = 5_000;
const AT_ONCE = 8;

/**
 * Reads the sign-ins of the sessions that were used, each once.
 * @returns sign-ins by decision id, without those that are not in the record
 */
export function readSignIns(
  history: Pick<History, 'find'>,
): (uses: readonly (Replayable | null)[]) => Promise<ReadonlyMap<string, RecordedLogin>> {
  const kept = new Map<string, RecordedLogin | undefined>();
  return async (uses) => {
    const wanted = new Map<string, string>();
    for (const use of uses) if (use?.signIn) wanted.set(use.signIn, use.account);
    if (kept.size + wanted.size > MOST_KEPT) kept.clear();
    const missing = [...wanted].filter(([decisionId]) => !kept.has(decisionId));
    for (let from = 0; from < missing.length; from += AT_ONCE) {
      const some = missing.slice(from, from + AT_ONCE);
      const found = await Promise.all(
        some.map(([decisionId, account]) => history.find({ account, decisionId })),
      );
      for (const [index, [decisionId]] of some.entries()) kept.set(decisionId, found[index]);
    }
    return new Map(
      [...wanted.keys()].flatMap((decisionId) => {
        const login = kept.get(decisionId);
        return login === undefined ? [] : [[decisionId, login] as const];
      }),
    );
  };
}
