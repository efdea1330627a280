import type { Share } from '../ports.js';

/** What waits of one domain at most: the rest is refused, which costs no memory. */
const WAITING_A_DOMAIN = 500;

/**
 * A queue that is fair to domains, and within a domain to callers: each in turn gives its first, so that a
 * quiet one waits for what is under way and not for what a noisy one has piled up.
 */
export function fairQueue<Item>() {
  const domains = new Map<string, { count: number; readonly callers: Map<string, Item[]> }>();

  return {
    /** False: the domain has too much waiting. */
    push({ domain, frontEnd }: Share, item: Item): boolean {
      const waiting = domains.get(domain) ?? { count: 0, callers: new Map<string, Item[]>() };
      if (waiting.count >= WAITING_A_DOMAIN) return false;
      waiting.count++;
      const list = waiting.callers.get(frontEnd);
      if (list === undefined) waiting.callers.set(frontEnd, [item]);
      else list.push(item);
      domains.set(domain, waiting);
      return true;
    },

    /** Takes the first of the caller whose turn it is, of the domain whose turn it is. */
    shift(): Item | undefined {
      const [next] = domains;
      if (next === undefined) return undefined;
      const [domain, waiting] = next;
      const item = shiftTurn(waiting.callers);
      waiting.count--;
      domains.delete(domain);
      if (waiting.count > 0) domains.set(domain, waiting);
      return item;
    },

    remove({ domain, frontEnd }: Share, item: Item): void {
      const waiting = domains.get(domain);
      const list = waiting?.callers.get(frontEnd);
      const at = list?.indexOf(item) ?? -1;
      if (waiting === undefined || list === undefined || at < 0) return;
      list.splice(at, 1);
      waiting.count--;
      if (list.length === 0) waiting.callers.delete(frontEnd);
      if (waiting.count === 0) domains.delete(domain);
    },
  };
}

/** Takes the first of the list whose turn it is; that list is the last from then on. */
function shiftTurn<Item>(lists: Map<string, Item[]>): Item | undefined {
  const [next] = lists;
  if (next === undefined) return undefined;
  const [key, list] = next;
  const item = list.shift();
  lists.delete(key);
  if (list.length > 0) lists.set(key, list);
  return item;
}
