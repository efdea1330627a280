/** Enough to keep the threads that check busy, and few enough that others get their turn. */
const AT_ONCE = 4;

/** Works on items as they come, a few at once. Rejects when one does; then no more are begun. */
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

/** Cuts a list into parts of which none takes long; what `key` says is the same stays together. */
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
