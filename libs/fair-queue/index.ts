/** For whom an item waits: a group, such as a domain, and a member of it, such as a front-end. */
export type Share = readonly [group: string, member: string];

/**
 * A queue that is fair to groups and, within a group, to members. It takes them in turn, so that a
 * quiet one waits only for what is under way, not for everything that a noisy one has queued.
 */
export interface FairQueue<Item> {
  /** The number of items that wait. */
  readonly size: number;
  /** False if too many items of the group wait already. */
  push(share: Share, item: Item): boolean;
  /** Takes the first item of the member whose turn it is, in the group whose turn it is. */
  shift(): Item | undefined;
  remove(share: Share, item: Item): void;
}

interface Group<Item> {
  count: number;
  readonly members: Map<string, Item[]>;
}

/**
 * @param options.perGroup the most items of one group that may wait; others are refused and take
 *   no memory
 */
export function fairQueue<Item>({ perGroup }: { perGroup: number }): FairQueue<Item> {
  const groups = new Map<string, Group<Item>>();
  let size = 0;

  return {
    get size() {
      return size;
    },

    push([name, member], item) {
      const group = groups.get(name) ?? { count: 0, members: new Map<string, Item[]>() };
      if (group.count >= perGroup) return false;
      group.count++;
      size++;
      const list = group.members.get(member);
      if (list === undefined) group.members.set(member, [item]);
      else list.push(item);
      groups.set(name, group);
      return true;
    },

    shift() {
      const [next] = groups;
      if (next === undefined) return undefined;
      const [name, group] = next;
      const item = shiftTurn(group.members);
      group.count--;
      size--;
      groups.delete(name);
      if (group.count > 0) groups.set(name, group);
      return item;
    },

    remove([name, member], item) {
      const group = groups.get(name);
      const list = group?.members.get(member);
      const at = list?.indexOf(item) ?? -1;
      if (group === undefined || list === undefined || at < 0) return;
      list.splice(at, 1);
      group.count--;
      size--;
      if (list.length === 0) group.members.delete(member);
      if (group.count === 0) groups.delete(name);
    },
  };
}

/** Takes the first item of the list whose turn it is, and moves that list to the end. */
function shiftTurn<Item>(lists: Map<string, Item[]>): Item | undefined {
  const [next] = lists;
  if (next === undefined) return undefined;
  const [key, list] = next;
  const item = list.shift();
  lists.delete(key);
  if (list.length > 0) lists.set(key, list);
  return item;
}
