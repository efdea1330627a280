import { expect, it } from 'vitest';
import {
  type FactorReport,
  reachable,
  reportFactors,
  shareWith,
  summarize,
} from './second-factors.js';

/** Grace periods that end at another time than those of the others. */
const ENDS = new Map([
  ['dora@a.tld', 500],
  ['emil@a.tld', undefined],
]);

/** A domain: who has an account here, who signed in to the webmail, who has a second factor. */
function domain(of: { accounts: string[]; web: [string, number][]; have: string[] }) {
  const paged =
    <Item>(items: readonly Item[]) =>
    async (after: string) => {
      const from = Number(after);
      return {
        items: items.slice(from, from + 2),
        next: from + 2 < items.length ? `${from + 2}` : '',
      };
    };
  return {
    accounts: paged(of.accounts),
    webSignIns: paged(of.web.map(([account, at]) => ({ account, at }))),
    hasSecondFactor: async (account: string) => of.have.includes(account),
    grace: async (accounts: readonly string[]) =>
      accounts.map((account) => ({
        account,
        until: ENDS.has(account) ? ENDS.get(account) : 100,
        remindAt: account === 'bea@a.tld' ? 50 : undefined,
      })),
  };
}

async function reportOf(ports: Parameters<typeof reportFactors>[0]): Promise<FactorReport> {
  for await (const told of reportFactors(ports)) if (told.kind === 'result') return told.result;
  throw new Error('no report');
}

it('names everyone without a second factor, whoever used the webmail last at the top', async () => {
  const report = await reportOf(
    domain({
      accounts: ['anna@a.tld', 'bea@a.tld', 'carl@a.tld', 'dora@a.tld', 'emil@a.tld'],
      // Of a directory: no account here.
      web: [
        ['zoe@a.tld', 9],
        ['carl@a.tld', 8],
        ['anna@a.tld', 7],
        ['carl@a.tld', 1],
      ],
      have: ['anna@a.tld'],
    }),
  );
  expect(report.accounts).toBe(6);
  expect(report.without).toEqual([
    { account: 'zoe@a.tld', lastWeb: 9, until: 100, remindAt: undefined },
    { account: 'carl@a.tld', lastWeb: 8, until: 100, remindAt: undefined },
    { account: 'bea@a.tld', lastWeb: undefined, until: 100, remindAt: 50 },
    { account: 'dora@a.tld', lastWeb: undefined, until: 500, remindAt: undefined },
    { account: 'emil@a.tld', lastWeb: undefined, until: undefined, remindAt: undefined },
  ]);
  expect(report.days).toEqual([
    { until: 100, accounts: 4, without: 3, used: 2, reminded: 1 },
    { until: 500, accounts: 1, without: 1, used: 0, reminded: 0 },
    { until: undefined, accounts: 1, without: 1, used: 0, reminded: 0 },
  ]);
  expect(reachable(report, 100).map(({ account }) => account)).toEqual(['dora@a.tld']);
  expect(shareWith(summarize(report, 100))).toBe(16);
  expect(summarize(report, 100)).toMatchObject({ without: report.without.length, reachable: 1 });
});

it('does not report a missing factor if a service could not be asked', async () => {
  const ports = domain({ accounts: ['anna@a.tld'], web: [], have: [] });
  const broken = { ...ports, hasSecondFactor: () => Promise.reject(new Error('away')) };
  await expect(reportOf(broken)).rejects.toThrow('away');
});

it('100 percent is everyone', () => {
  expect(shareWith({ accounts: 1000, without: 1 })).toBe(99);
  expect(shareWith({ accounts: 1000, without: 0 })).toBe(100);
  expect(shareWith({ accounts: 0, without: 0 })).toBe(0);
});
