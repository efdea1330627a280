import type { Told } from './evidence.js';

/** An account without an authenticator and without a passkey. */
export interface WithoutFactor {
  readonly account: string;
  /** When it last signed in to a webmail, in ms since the epoch; undefined: not in the record that was read. */
  readonly lastWeb: number | undefined;
}

/** Who of a domain has a second factor, and who has none. */
export interface FactorReport {
  /** How many accounts were looked at. */
  readonly accounts: number;
  /** Those who used a webmail come first, the latest of them at the top. */
  readonly without: readonly WithoutFactor[];
}

interface Part<Item> {
  readonly items: readonly Item[];
  readonly next: string;
}

export interface FactorPorts {
  /** Accounts whose passwords are stored here. */
  accounts(after: string): Promise<Part<string>>;
  /** Allowed sign-ins to webmails, the newest first. Accounts of a directory are found by these alone. */
  webSignIns(after: string): Promise<Part<{ readonly account: string; readonly at: number }>>;
  /** @throws if a service cannot be asked: nobody counts as having none because of that */
  hasSecondFactor(account: string): Promise<boolean>;
}

/** How many accounts are asked about at once. */
const AT_ONCE = 16;

/** Looks at every account of a domain. Yields its progress, then the report. */
export async function* lookForFactors(ports: FactorPorts): AsyncGenerator<Told<FactorReport>> {
  yield { kind: 'progress', done: 0, total: 0 };
  const lastWeb = new Map<string, number>();
  for await (const { account, at } of all(ports.webSignIns)) {
    if (!lastWeb.has(account)) lastWeb.set(account, at);
  }
  const names = new Set(lastWeb.keys());
  for await (const account of all(ports.accounts)) names.add(account);
  const list = [...names];
  const without: WithoutFactor[] = [];
  for (let done = 0; done < list.length; done += AT_ONCE) {
    yield { kind: 'progress', done, total: list.length };
    const some = list.slice(done, done + AT_ONCE);
    const have = await Promise.all(some.map((account) => ports.hasSecondFactor(account)));
    for (const [n, account] of some.entries()) {
      if (have[n] !== true) without.push({ account, lastWeb: lastWeb.get(account) });
    }
  }
  without.sort((a, b) => (b.lastWeb ?? 0) - (a.lastWeb ?? 0) || (a.account < b.account ? -1 : 1));
  yield { kind: 'result', result: { accounts: list.length, without } };
}

async function* all<Item>(read: (after: string) => Promise<Part<Item>>): AsyncGenerator<Item> {
  let after = '';
  do {
    const { items, next } = await read(after);
    yield* items;
    after = next;
  } while (after !== '');
}

/** The share with a second factor, in whole percent, rounded down: 100 means everyone. */
export function shareWith({ accounts, without }: FactorReport): number {
  return accounts === 0 ? 0 : Math.floor(((accounts - without.length) * 100) / accounts);
}
