import type { InTurn } from '../ports.js';

/**
 * Runs work with the same key one at a time within this process. Many requests for one account then wait here, and do
 * not occupy connections that others need. The database serialises different processes.
 */
export function serializeByKey(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
