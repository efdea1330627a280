import type { ProgressOr } from './evidence.js';

/** Until when an account is let in without a second factor. In ms since the epoch. */
export interface Grace {
  readonly account: string;
  /** Undefined if there is no grace period. */
  readonly until: number | undefined;
  /** When a reminder is due. Undefined if none waits. */
  readonly remindAt: number | undefined;
}

/** An account without an authenticator and without a passkey. */
export interface WithoutFactor extends Grace {
  /** When it last signed in to a webmail, in ms since the epoch; undefined: not in the record that was read. */
  readonly lastWeb: number | undefined;
}

/** Who of a domain has a second factor, and who has none. */
export interface FactorReport {
  /** How many accounts were looked at. */
  readonly accounts: number;
  /** Those who used a webmail come first, the latest of them at the top. */
  readonly without: readonly WithoutFactor[];
  /** The earliest day comes first, those without a grace period last. */
  readonly days: readonly FactorDay[];
}

/** Accounts whose grace period ends at one time. */
export interface FactorDay {
  /** Undefined: they have none. */
  readonly until: number | undefined;
  readonly accounts: number;
  readonly without: number;
  /** Of those without: used a webmail. */
  readonly used: number;
  /** Of those without: a reminder waits. */
  readonly reminded: number;
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
  /** In the order of the accounts, at most 1000. */
  grace(accounts: readonly string[]): Promise<readonly Grace[]>;
}

/** A reminder that could not be delivered, and is not tried again. */
export interface Undelivered {
  readonly account: string;
  /** When it was given up, in ms since the epoch. */
  readonly at: number;
  /** The mail server's last answer. */
  readonly why: string;
}

/** How many accounts are asked about at once. */
const AT_ONCE = 16;
/** How many accounts policy takes in one call. */
export const A_CALL = 1000;

/** Looks at every account of a domain. Yields its progress, then the report. */
export async function* reportFactors(ports: FactorPorts): AsyncGenerator<ProgressOr<FactorReport>> {
  yield { kind: 'progress', done: 0, total: 0 };
  const lastWeb = new Map<string, number>();
  for await (const { account, at } of all(ports.webSignIns)) {
    if (!lastWeb.has(account)) lastWeb.set(account, at);
  }
  const names = new Set(lastWeb.keys());
  for await (const account of all(ports.accounts)) names.add(account);
  const list = [...names];
  const graces = new Map<string, Grace>();
  for (let n = 0; n < list.length; n += A_CALL) {
    for (const one of await ports.grace(list.slice(n, n + A_CALL))) graces.set(one.account, one);
  }
  const without: WithoutFactor[] = [];
  for (let done = 0; done < list.length; done += AT_ONCE) {
    yield { kind: 'progress', done, total: list.length };
    const some = list.slice(done, done + AT_ONCE);
    const have = await Promise.all(some.map((account) => ports.hasSecondFactor(account)));
    for (const [n, account] of some.entries()) {
      if (have[n] === true) continue;
      const { until, remindAt } = graces.get(account) ?? {};
      without.push({ account, until, remindAt, lastWeb: lastWeb.get(account) });
    }
  }
  without.sort((a, b) => (b.lastWeb ?? 0) - (a.lastWeb ?? 0) || (a.account < b.account ? -1 : 1));
  const days = daysOf([...graces.values()], without);
  yield { kind: 'result', result: { accounts: list.length, without, days } };
}

function daysOf(all: readonly Grace[], without: readonly WithoutFactor[]): FactorDay[] {
  const ends = [...new Set(all.map(({ until }) => until))];
  ends.sort((a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY));
  return ends.map((until) => {
    const lacking = without.filter((one) => one.until === until);
    return {
      until,
      accounts: all.filter((one) => one.until === until).length,
      without: lacking.length,
      used: lacking.filter(({ lastWeb }) => lastWeb !== undefined).length,
      reminded: lacking.filter(({ remindAt }) => remindAt !== undefined).length,
    };
  });
}

/** How many days before the end of a grace period a reminder can go. */
export const DAYS_BEFORE = [3, 7, 14, 30] as const;
export const USUAL_DAYS_BEFORE = 7;

/** Reads one of `DAYS_BEFORE`; anything else gives the usual. */
export function readDaysBefore(text: string): number {
  return DAYS_BEFORE.find((days) => String(days) === text) ?? USUAL_DAYS_BEFORE;
}

/** Those without a second factor whose grace period is still running: a reminder would reach them. */
export function reachable({ without }: FactorReport, now: number): readonly WithoutFactor[] {
  return without.filter(({ until }) => until !== undefined && until > now);
}

/** What a page shows of a report, however large the domain. */
export interface FactorSummary extends Pick<FactorReport, 'accounts' | 'days'> {
  /** The first of those without. */
  readonly listed: readonly WithoutFactor[];
  readonly without: number;
  /** Of those without: used a webmail. */
  readonly used: number;
  /** Of those without: a reminder would reach them. */
  readonly reachable: number;
}

const MOST_LISTED = 500;

/** @param now ms since the epoch */
export function summarize(report: FactorReport, now: number): FactorSummary {
  const { accounts, days, without } = report;
  return {
    ...{ accounts, days, without: without.length, listed: without.slice(0, MOST_LISTED) },
    used: without.filter(({ lastWeb }) => lastWeb !== undefined).length,
    reachable: reachable(report, now).length,
  };
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
export function shareWith({
  accounts,
  without,
}: Pick<FactorSummary, 'accounts' | 'without'>): number {
  return accounts === 0 ? 0 : Math.floor(((accounts - without) * 100) / accounts);
}
