import fc from 'fast-check';
import { TRUSTS, type Trust } from '../language/words.js';
import { meaningOf } from '../meaning/meaning-of.js';
import { PRESENTATIONS } from '../meaning/outcomes.js';
import { compileRaw } from './compare.js';
import { DAY_AFTER, GRACE_DAY } from './generate-documents.js';
import { loginArbitrary } from './generate-logins.js';
import { type DocumentsPair, pairArbitrary } from './generate-pairs.js';
import {
  cornersOf,
  covers,
  type Dispute,
  disputeOf,
  type JudgedConnection,
  silentDispute,
} from './judge-meaning.js';
import { ADDRESSES, LOGIN_ACCOUNTS, SERVICES_USED } from './pools.js';
import type { JudgedLogin } from './raw.js';

export interface MeaningCase {
  readonly pair: DocumentsPair;
  readonly now: number;
  readonly connections: readonly JudgedConnection[];
  readonly logins: readonly JudgedLogin[];
}

export const CONNECTIONS_A_PAIR = 180;
const LOGINS_A_PAIR = 20;
export const CASES_A_PAIR = CONNECTIONS_A_PAIR + LOGINS_A_PAIR;

const END_OF_GRACE = Date.parse(`${GRACE_DAY}T00:00:00Z`);
const LAST_END = Date.parse(`${DAY_AFTER}T00:00:00Z`);

const connectionArbitrary: fc.Arbitrary<JudgedConnection> = fc
  .record({
    account: fc.constantFrom(...LOGIN_ACCOUNTS, 'stranger@a.tld'),
    service: fc.constantFrom(...SERVICES_USED, 'Cli' as const),
    address: fc.constantFrom(...ADDRESSES),
    trusts: fc.subarray<Trust>([...TRUSTS]),
    presentation: fc.constantFrom(...PRESENTATIONS),
    now: fc.constantFrom(
      ...[END_OF_GRACE - 1, END_OF_GRACE - 1, END_OF_GRACE, END_OF_GRACE + 1, LAST_END],
    ),
  })
  .map(({ account, presentation, ...rest }) => ({
    ...{ ...rest, ...presentation, account: account.toLowerCase() },
  }));

/** Documents before and after, and connections on which to check the stated changes. */
export const meaningArbitrary: fc.Arbitrary<MeaningCase> = fc.record({
  pair: pairArbitrary,
  // A grace period that is running, and one that has ended.
  now: fc.constantFrom(END_OF_GRACE - 1, END_OF_GRACE, LAST_END),
  connections: fc.array(connectionArbitrary, {
    minLength: CONNECTIONS_A_PAIR,
    maxLength: CONNECTIONS_A_PAIR,
  }),
  logins: fc.array(loginArbitrary, { minLength: LOGINS_A_PAIR, maxLength: LOGINS_A_PAIR }),
});

export interface MeaningCheck {
  readonly disputes: readonly Dispute[];
  readonly tried: number;
  /** How many of these a sentence covers. */
  readonly changed: number;
  readonly sentences: readonly string[];
}

/** Checks the sentences about a pair against the judge. */
export function checkMeaning({ pair, now, connections, logins }: MeaningCase): MeaningCheck {
  const [before, after] = pair.map(compileRaw) as [
    ReturnType<typeof compileRaw>,
    ReturnType<typeof compileRaw>,
  ];
  const meanings = new Map(
    ['a.tld', '*'].map((domain) => [
      domain,
      meaningOf({
        ...{ domain, now },
        before: before.get(domain) ?? null,
        after: after.get(domain) ?? null,
      }),
    ]),
  );
  const meaningFor = (account: string) => {
    const meaning = meanings.get(account.toLowerCase().endsWith('@a.tld') ? 'a.tld' : '*');
    if (meaning === undefined) throw new Error(account);
    return meaning;
  };
  const later = <T extends { readonly now: number }>({ now: time }: T) => time >= now;
  const inside = [...meanings.values()].flatMap(({ sentences: said }) => said.flatMap(cornersOf));
  const disputes = [
    ...inside.map((one) => disputeOf(pair, meaningFor(one.account), one)),
    ...connections.filter(later).map((one) => disputeOf(pair, meaningFor(one.account), one)),
    ...logins.filter(later).map((one) => silentDispute(pair, meaningFor(one.account), one)),
  ].filter((dispute) => dispute !== undefined);
  const tried = inside.length + connections.filter(later).length + logins.filter(later).length;
  const changed = connections.filter(later).filter((one) => {
    return meaningFor(one.account).sentences.some((sentence) => covers(sentence, one));
  }).length;
  const sentences = [...meanings.values()].flatMap((meaning) =>
    meaning.sentences.map(({ text }) => text),
  );
  return { disputes, tried, changed: changed + inside.length, sentences };
}
