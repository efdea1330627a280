import { type Filter, queryOf, readFilter } from './sign-in.js';

/** A sign-in, or several of one kind, that another document would decide otherwise. */
export interface Change {
  readonly account: string;
  readonly service: string;
  readonly was: string;
  readonly wouldBe: string;
}

/** Selects changes: part of the account, the service, what would be decided. An empty field selects all. */
export type ChangeFilter = Pick<Filter, 'account' | 'service' | 'decision'>;

/** One page of changes that fit a filter. */
export interface ChangesAsked {
  readonly filter: ChangeFilter;
  /** How many of those that fit come before the page. */
  readonly from: number;
}

export interface ChangesFound<Item extends Change> extends ChangesAsked {
  /** Those of the page. */
  readonly items: readonly Item[];
  /** How many fit. */
  readonly found: number;
}

/** How many changes a page shows. */
export const CHANGES_SHOWN = 100;

/** Reads what is asked for from a query. A value that is not valid for its field counts as empty. */
export function readChangesAsked(query: Readonly<Record<string, unknown>>): ChangesAsked {
  const { account, service, decision } = readFilter(query);
  const after = /^\d{1,6}$/.exec(typeof query.after === 'string' ? query.after : '')?.[0];
  return {
    filter: { account: account.toLowerCase(), service, decision },
    from: Number(after ?? 0),
  };
}

/** Writes the query of a filter, without empty fields. @param from leaves so many out that fit */
export function changesQuery(filter: ChangeFilter, from = 0): string {
  const rest = { address: '', reason: '', since: '', until: '' };
  return queryOf({ ...filter, ...rest }, from === 0 ? {} : { after: String(from) });
}

/** Whether a change fits a filter. `filter.account` is in lower case and part of the account. */
export function fits({ account, service, decision }: ChangeFilter, change: Change): boolean {
  return (
    change.account.includes(account) &&
    (service === '' || change.service === service) &&
    (decision === '' || change.wouldBe === decision)
  );
}

/** Takes the changes of one page out of many, and counts those that fit. */
export function findChanges<Item extends Change>(asked: ChangesAsked) {
  const items: Item[] = [];
  let found = 0;
  return {
    add(change: Item): void {
      if (!fits(asked.filter, change)) return;
      if (found >= asked.from && items.length < CHANGES_SHOWN) items.push(change);
      found += 1;
    },
    result: (): ChangesFound<Item> => ({ ...asked, items, found }),
  };
}

/** One page of changes that are all at hand. */
export function pageOfChanges<Item extends Change>(
  all: readonly Item[],
  asked: ChangesAsked,
): ChangesFound<Item> {
  const page = findChanges<Item>(asked);
  for (const change of all) page.add(change);
  return page.result();
}
