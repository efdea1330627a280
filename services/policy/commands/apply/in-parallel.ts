/** Enough to keep the checking threads busy, and few enough to leave other callers their turn. */
const AT_ONCE = 4;

/** Works on items as they arrive, a few at once. Rejects if one fails, and then starts no more. */
export async function inParallel<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const item of items) {
    const one = work(item).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
}

const PACK_ITEMS = 50;
const PACK_OCTETS = 256 * 1024;

/** Splits a list into packs that are each quick to process. Items with the same `key` stay in one pack. */
export function* packsOf<Item>(
  items: readonly Item[],
  of: { size: (item: Item) => number; key: (item: Item) => string },
): Generator<Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(of.key(item));
    if (group === undefined) groups.set(of.key(item), [item]);
    else group.push(item);
  }
  let pack: Item[] = [];
  let octets = 0;
  for (const group of groups.values()) {
    pack.push(...group);
    octets += group.reduce((sum, item) => sum + of.size(item), 0);
    if (pack.length < PACK_ITEMS && octets < PACK_OCTETS) continue;
    yield pack;
    pack = [];
    octets = 0;
  }
  if (pack.length > 0) yield pack;
}
