import type { InTurn } from '../ports.js';

/**
 * Makes work under one key take turns within this process, so that a crowd at one account waits here
 * and not on connections that others need. Other processes are kept apart by the database.
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
