import { SERVICES, type Service, serviceBit } from '../../names/services.js';
import type { Policy } from '../decide/policy.js';
import { type Trust, trustsOf } from '../language/words.js';
import { type Bits, emptyBits } from '../verify/bits.js';
import type { Box } from './boxes.js';
import type { Changes } from './changes.js';
import type { Compared, Period } from './compared.js';
import { addressIn, type Example, exampleOf } from './example.js';
import { accountNamer, type Concerned, concernedOf } from './name-accounts.js';
import { namePeriods, namePresentations, nameServices, nameTrusts } from './name-parts.js';
import { type AddressRange, placeNamer, rangesOf } from './name-places.js';
import { type Kind, PRESENTATIONS, type Presentation } from './outcomes.js';

/** Connections whose decision changes in the same way: every combination of the parts named. */
export interface Sentence {
  readonly text: string;
  /** The same text with every name and range in it, however many. */
  readonly full: string;
  readonly change: Kind;
  readonly accounts: Concerned;
  readonly services: readonly Service[];
  /** Null for every address. */
  readonly addresses: readonly AddressRange[] | null;
  /** The sets of trusts that hold; null if any may. */
  readonly trusts: readonly (readonly Trust[])[] | null;
  readonly presents: readonly Presentation[];
  /** Null for all times. */
  readonly periods: readonly Period[] | null;
  readonly example: Example;
}

/** How many names or ranges a text lists at most. */
const MOST_LISTED = 6;
const STATES = [0, 1, 2, 3];

/** Makes the function that turns a box into a sentence. */
export function sentenceMaker(
  compared: Compared,
  { members }: Changes,
  policies: readonly [Policy | undefined, Policy | undefined],
): (kind: Kind, box: Box) => Sentence {
  const { pair, places } = compared;
  const namePlaces = placeNamer(pair, places);
  const nameAccounts = accountNamer(pair);
  return (kind, { values, presentations }) => {
    const meant = (dimension: number) =>
      (values[dimension] ?? []).flatMap((value) => members[dimension]?.[value] ?? []);
    const classes = meant(0).sort((x, y) => x - y);
    const accounts = concernedOf(compared.accounts, classes);
    const bits = meant(1).reduce((all, index) => all | (compared.services[index] as number), 0);
    const services = SERVICES.filter((service) => (bits & serviceBit(service)) !== 0);
    const states = meant(2).map((index) => compared.trusts[index] as number);
    const periods = meant(3)
      .sort((x, y) => x - y)
      .map((index) => compared.periods[index] as Period);
    const where = bitsOf(meant(4), places.cellsAt.length);
    const ranges = rangesOf(places, where);
    const presents = PRESENTATIONS.filter((_, index) => (presentations >>> index) & 1);
    const textOf = (most: number) =>
      phrase(kind, {
        where: [namePlaces(where, most), nameTrusts(states, compared.trusts)],
        what: nameServices(services),
        how: namePresentations(presentations),
        rest: `${nameAccounts(accounts, most)}${afterComma(namePeriods(periods, compared.periods))}`,
      });
    const example = exampleOf(
      policies,
      {
        account: compared.accounts[classes[0] as number]?.accounts[0] as string,
        service: services[0] as Service,
        address: addressIn(ranges),
        trusts: Math.min(...states),
        presentation: presents[0] as Presentation,
        now: periods[0]?.from ?? pair.now,
      },
      kind,
    );
    return {
      ...{ text: textOf(MOST_LISTED), full: textOf(Number.POSITIVE_INFINITY) },
      ...{ change: kind, accounts, services, presents, example },
      addresses: where.every((word, index) => word === places.all[index]) ? null : ranges,
      trusts: states.length === compared.trusts.length ? null : fullStates(states, compared.trusts),
      periods: periods.length === compared.periods.length ? null : periods,
    };
  };
}

interface Phrases {
  readonly where: readonly string[];
  readonly what: { readonly text: string; readonly many: boolean };
  readonly how: string;
  readonly rest: string;
}

function phrase(kind: Kind, { where, what, how, rest }: Phrases): string {
  const said = [...where.filter((part) => part !== ''), clause(kind, what, how)].join(', ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${rest}.`;
}

function clause(kind: Kind, { text, many }: Phrases['what'], how: string): string {
  const are = many ? 'are' : 'is';
  const lets = many ? 'let' : 'lets';
  const sets = 'people without a second factor set one up after their password';
  switch (kind) {
    case 'refused':
      return `${text} ${how} ${are} no longer allowed`;
    case 'allowed':
      return `${text} ${how} ${are} now allowed`;
    case 'enrolment':
      return `${text} now ${lets} ${sets}`;
    case 'no-enrolment':
      return `${text} no longer ${lets} ${sets}`;
    case 'bound':
      return `a session at ${text} ${how} is now bound to its address`;
    case 'not-bound':
      return `a session at ${text} ${how} is no longer bound to its address`;
    default:
      return kind satisfies never;
  }
}

function afterComma(text: string): string {
  return text === '' ? '' : `, ${text}`;
}

/** Adds the states of trusts that no rule asks for: they may hold or not. */
function fullStates(states: readonly number[], all: readonly number[]): Trust[][] {
  const asked = all.reduce((bits, state) => bits | state, 0);
  return STATES.filter((state) => states.includes(state & asked)).map(trustsOf);
}

function bitsOf(indexes: readonly number[], size: number): Bits {
  const bits = emptyBits(size);
  for (const index of indexes) {
    bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
  }
  return bits;
}
