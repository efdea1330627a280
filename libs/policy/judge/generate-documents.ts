import fc from 'fast-check';
import { COMBINATIONS, FACTORS, TRUSTS, type Trust } from '../language/words.js';

import { ACCOUNTS, RANGES, SERVICES_USED } from './pools.js';
import type { RawAssertion, RawDocument, RawRegion, RawRule, RawScope } from './raw.js';

/** What the scopes of a document may name. */
interface Names {
  readonly networks: readonly string[];
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
  readonly trusts: readonly Trust[];
}

const ASKED = COMBINATIONS.filter((one) => one !== 'session');

export const GRACE_DAY = '2027-01-31';

/** Documents that compile: one of `a.tld` with two templates it may extend, perhaps one of `*`. */
export const documentsArbitrary: fc.Arbitrary<RawDocument[]> = fc
  .subarray([...TRUSTS])
  .chain((trusts) =>
    fc.tuple(ownDocument(trusts), ownTemplate(trusts), sharedTemplate, starDocument),
  )
  .map(([own, template, shared, star]) => [own, template, shared, ...star]);

function ownDocument(trusts: readonly Trust[]): fc.Arbitrary<RawDocument> {
  const names = { ...namesOf('n'), groups: ['g0', 'g1'], accounts: ACCOUNTS, trusts };
  const extended = fc.constantFrom([], ['own'], ['shared'], ['own', 'shared'], ['shared', 'own']);
  return fc
    .record({
      networks: networks(names.networks),
      groups: dictionary(names.groups, some(ACCOUNTS)),
      rules: rules(names, 'a'),
      enrolment: enrolment(names),
      assert: assertions(names),
      extended,
    })
    .map(({ extended: templates, enrolment: enrol, ...rest }) => ({
      domain: 'a.tld',
      ...(templates.length > 0 ? { extends: templates } : {}),
      ...rest,
      ...enrol,
      ...trustSection(trusts),
    }));
}

/** For `a.tld` alone: it names accounts, and networks and groups that only the document has. */
function ownTemplate(trusts: readonly Trust[]): fc.Arbitrary<RawDocument> {
  const names = {
    networks: ['n0', 'n1', 'o0'],
    groups: ['g0', 'h0'],
    accounts: ACCOUNTS,
    trusts,
  };
  return fc.record({
    template: fc.constant('own'),
    networks: networks(['o0']),
    groups: dictionary(['h0'], some(ACCOUNTS)),
    rules: rules(names, 'own'),
    assert: assertions(names),
  });
}

const sharedTemplate: fc.Arbitrary<RawDocument> = fc.record({
  template: fc.constant('shared'),
  networks: networks(['s0']),
  rules: rules({ networks: ['s0'], groups: [], accounts: [], trusts: [] }, 'shared'),
});

/** None, or one. */
const starDocument: fc.Arbitrary<RawDocument[]> = fc
  .option(fc.subarray([...TRUSTS]))
  .chain((trusts) => {
    if (trusts === null) return fc.constant([]);
    const names = { ...namesOf('n'), groups: [], accounts: [], trusts };
    return fc
      .record({
        networks: networks(names.networks),
        rules: rules(names, 'star'),
        enrolment: enrolment(names),
        guardrails: assertions(names),
        extend: fc.boolean(),
      })
      .map(({ extend, enrolment: enrol, ...rest }) => [
        {
          domain: '*',
          ...(extend ? { extends: ['shared'] } : {}),
          ...rest,
          ...enrol,
          ...trustSection(trusts),
        },
      ]);
  });

function namesOf(letter: string) {
  return { networks: [`${letter}0`, `${letter}1`, `${letter}2`] };
}

function some<T>(of: readonly T[], maxLength = 3): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...of], { minLength: 1, maxLength: Math.min(maxLength, of.length) });
}

function dictionary<T>(keys: readonly string[], value: fc.Arbitrary<T>) {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value])));
}

function networks(names: readonly string[]) {
  return dictionary(names, some(RANGES));
}

/** Every condition is there about half of the time, and names what may be named. */
function scope(names: Names): fc.Arbitrary<RawScope> {
  const half = <T>(of: readonly T[], maxLength?: number) => {
    const nothing = fc.constant(undefined);
    return of.length === 0 ? nothing : fc.oneof(nothing, some(of, maxLength));
  };
  const conditions = fc.record({
    services: half(SERVICES_USED),
    from: half(names.networks, 2),
    outside: half(names.networks, 2),
    accounts: half(names.accounts),
    groups: half(names.groups),
  });
  return conditions.map((all) => {
    return Object.fromEntries(Object.entries(all).filter(([, list]) => list !== undefined));
  });
}

function rules(names: Names, prefix: string): fc.Arbitrary<RawRule[]> {
  // A session is for other rules. What takes a code leads to most outcomes: it comes up more often than by chance.
  const outcome = fc.oneof(
    { weight: 4, arbitrary: some(ASKED).map((require) => ({ require })) },
    { weight: 2, arbitrary: fc.constantFrom(...ASKED).map((require) => ({ require })) },
    { weight: 3, arbitrary: fc.constant({ require: 'password + otp' as const }) },
    { weight: 1, arbitrary: fc.constant({ deny: 'Not here.' }) },
  );
  const when =
    names.trusts.length === 0
      ? fc.constant({})
      : fc.oneof(
          fc.constant({}),
          fc.constantFrom(...names.trusts).map((trust) => ({ when: trust })),
          some(names.trusts).map((list) => ({ when: list })),
        );
  const rule = fc.tuple(scope(names), when, outcome, fc.boolean());
  return fc.array(rule, { minLength: 1, maxLength: 4 }).map((list) =>
    list.map(([where, trust, result, bind], index) => ({
      name: `${prefix} ${index}`,
      ...where,
      ...trust,
      ...result,
      ...(bind && 'require' in result ? { 'bind-session-to-ip': true } : {}),
    })),
  );
}

/** A region, and factors that one login can present. */
function assertions(names: Names): fc.Arbitrary<RawAssertion[]> {
  const unless = fc.option(some(TRUSTS)).map((list) => (list === null ? {} : { unless: list }));
  const region = fc
    .tuple(scope(names), unless)
    .map(([where, out]): RawRegion => ({ ...where, ...out }));
  const never = fc
    .tuple(region, fc.option(some(FACTORS)))
    .map(([where, list]) => ({ never: { ...where, ...(list === null ? {} : { with: list }) } }));
  const presentable = fc.constantFrom(
    ...(['password', 'app-password', 'saml', 'otp'] as const).map((factor) => [factor]),
    ...(['password', 'app-password'] as const).map((factor) => [factor, 'otp' as const]),
    ...(['password', 'app-password'] as const).map((factor) => [factor, 'passkey' as const]),
    ['passkey' as const],
  );
  const always = fc
    .tuple(region, presentable)
    .map(([where, list]) => ({ always: { ...where, with: list } }));
  return fc.array(fc.oneof(never, always), { minLength: 1, maxLength: 3 });
}

function enrolment(names: Names) {
  return fc.constantFrom(
    {},
    { enrolment: { 'grace-until': GRACE_DAY } },
    { enrolment: { from: names.networks.slice(0, 2) } },
    { enrolment: { from: names.networks.slice(0, 1), 'grace-until': GRACE_DAY } },
  );
}

function trustSection(trusts: readonly Trust[]) {
  if (trusts.length === 0) return {};
  const ip = { default: '1h', max: '2h', 'per-account': 2, 'ipv6-prefix': 64 };
  const device = { default: '1h', max: '2h', 'per-account': 2 };
  return {
    trust: {
      ...(trusts.includes('trusted-ip') ? { ip } : {}),
      ...(trusts.includes('trusted-device') ? { device } : {}),
    },
  };
}
