import { SERVICES, type Service, serviceBit } from '../../names/services.js';
import type { CompiledPolicy, CompiledRule } from '../compile/compiled.js';
import { type Trust, trustsOf } from '../language/words.js';
import { type AccountClass, accountClasses, trustStates } from '../verify/classes.js';
import { applies, type Space, spaceOf } from '../verify/situations.js';
import { Work } from '../verify/work.js';
import { type Place, placesOf } from './places.js';

/** The outcome for some logins: who gets in, and with what. */
export interface MatrixCell {
  /** Null if no rule matches. */
  readonly rule: string | null;
  /** Each alternative that lets a person in; empty if nobody is let in. */
  readonly require: readonly string[];
  /** The message of a rule that denies; otherwise empty. */
  readonly deny: string;
}

/** The logins of some accounts that hold some trusts. */
export interface MatrixTable {
  readonly accounts: string;
  readonly trusts: readonly Trust[];
  readonly rows: readonly { readonly service: Service; readonly cells: readonly MatrixCell[] }[];
}

export interface Matrix {
  readonly domain: string;
  readonly places: readonly Pick<Place, 'name' | 'example'>[];
  readonly tables: readonly MatrixTable[];
  /** In ms since the epoch. Until then a person without OTP is let in where only OTP is missing. */
  readonly graceUntil: number | null;
  /** Groups whose members have a day of their own. */
  readonly graceGroups: readonly { readonly group: string; readonly until: number }[];
  /** Whether places or accounts were left out because there are too many. */
  readonly cut: boolean;
}

const MOST_PLACES = 100;
const MOST_CLASSES = 20;
const MOST_WORK = 2e9;

/**
 * Every service, place and trust state with its outcome. It is exact, because a place holds only
 * addresses that no rule tells apart. Accounts that rules name get tables of their own.
 *
 * @throws TooMuchWork
 */
export function matrixOf(policy: CompiledPolicy): Matrix {
  const space = spaceOf(policy, new Work(MOST_WORK));
  const places = placesOf(space);
  const classes = accountClasses(policy);
  const shown = places.slice(0, MOST_PLACES);
  const tables = classes.slice(0, MOST_CLASSES).flatMap((account, index) =>
    trustStates(policy.rules).map((trusts): MatrixTable => {
      const rows = SERVICES.map((service) => ({
        service,
        cells: shown.map((place) =>
          cellOf(ruleAt(space, { account, services: serviceBit(service), trusts }, place)),
        ),
      }));
      const accounts = index === 0 ? 'any account that no rule names' : describe(policy, account);
      return { accounts, trusts: trustsOf(trusts), rows };
    }),
  );
  return {
    domain: policy.domain,
    places: shown.map(({ name, example }) => ({ name, example })),
    tables,
    graceUntil: policy.enrolment?.graceUntil ?? null,
    graceGroups: (policy.enrolment?.graceGroups ?? []).map(({ group, until }) => ({
      group,
      until,
    })),
    cut: places.length > MOST_PLACES || classes.length > MOST_CLASSES,
  };
}

function ruleAt(
  { policy, ruleCells }: Space,
  outline: { account: AccountClass; services: number; trusts: number },
  { cell }: Place,
): CompiledRule | undefined {
  return policy.rules.find((rule, index) => {
    const word = ruleCells[index]?.[cell >>> 5] ?? 0;
    return ((word >>> (cell & 31)) & 1) === 1 && applies(policy, rule, outline);
  });
}

function cellOf(rule: CompiledRule | undefined): MatrixCell {
  if (rule === undefined) return { rule: null, require: [], deny: '' };
  return { rule: rule.name, require: rule.require ?? [], deny: rule.deny ?? '' };
}

function describe({ memberSets }: CompiledPolicy, { example, sets }: AccountClass): string {
  const inAll = (account: string) =>
    memberSets.every((set) => set.members.includes(account) === sets.has(set));
  const others = memberSets
    .flatMap(({ members }) => members)
    .filter((account, index, all) => all.indexOf(account) === index && inAll(account));
  return others.length > 1 ? `${example} and ${others.length - 1} more alike` : example;
}
