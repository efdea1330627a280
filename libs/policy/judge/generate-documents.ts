import fc from 'fast-check';
import { isInteractive } from '../../names/services.js';
import { COMBINATIONS, FACTORS, TRUSTS, type Trust } from '../language/words.js';

import { ACCOUNTS, RANGES, SERVICES_USED } from './pools.js';
import type { RawAssertion, RawDocument, RawRegion, RawRule, RawScope } from './raw.js';

/** The names that the scopes of a document may use. */
interface Names {
  readonly networks: readonly string[];
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
  readonly trusts: readonly Trust[];
  /** Whether sessions are offered. */
  readonly sessions: boolean;
}

type Offered = Pick<Names, 'trusts' | 'sessions'>;

/** The combinations for rules that do not require a session. */
const ASKED = COMBINATIONS.filter((one) => one !== 'session');

/** Services at which a person cannot be asked: only these accept a session. */
const WITHOUT_PAGE = SERVICES_USED.filter((service) => !isInteractive(service));

export const GRACE_DAY = '2027-01-31';
const DAY_BEFORE = '2027-01-30';
export const DAY_AFTER = '2027-02-01';

const offeredArbitrary: fc.Arbitrary<Offered> = fc.record({
  trusts: fc.subarray([...TRUSTS]),
  sessions: fc.boolean(),
});

/**
 * Documents that compile: one for `a.tld` with two templates that it may extend, perhaps one for
 * `*`.
 */
export const documentsArbitrary: fc.Arbitrary<RawDocument[]> = offeredArbitrary
  .chain((offered) => fc.tuple(ownDocuments(offered), sharedTemplate, starDocument))
  .map(([own, shared, star]) => [...own, shared, ...star]);

/** The document of `a.tld` and its own template. */
function ownDocuments(offered: Offered): fc.Arbitrary<RawDocument[]> {
  const names = { ...namesOf('n'), groups: ['g0', 'g1'], accounts: ACCOUNTS, ...offered };
  const extended = fc.constantFrom<string[][]>(
    [],
    ['own'],
    ['shared'],
    ['own', 'shared'],
    ['shared', 'own'],
  );
  return fc
    .record({
      networks: networks(names.networks),
      groups: dictionary(names.groups, some(ACCOUNTS)),
      rules: rules(names, 'a'),
      assert: assertions(names),
      template: ownTemplate(offered),
      settings: fc.record({
        extended,
        trust: fc.constantFrom(...PLACES),
        enrolment: fc.constantFrom(...PLACES),
        section: enrolment(names),
        other: enrolment(names),
      }),
    })
    .map(({ template, settings, ...rest }) => {
      const { extended: templates, section, other } = settings;
      const isExtended = templates.includes('own');
      const trust = placed(trustSection(offered), ANY_TRUST, isExtended ? settings.trust : 'own');
      const enrol = placed(section, other, isExtended ? settings.enrolment : 'own');
      const document = {
        domain: 'a.tld',
        ...(templates.length > 0 ? { extends: templates } : {}),
        ...rest,
        ...withoutUndefined({ trust: trust.own, enrolment: enrol.own }),
      };
      return [
        document,
        { ...template, ...withoutUndefined({ trust: trust.template, enrolment: enrol.template }) },
      ];
    });
}

/**
 * Where a setting is written: in the document, in its template, or in both, of which one applies.
 */
const PLACES = ['own', 'template', 'both'] as const;

/** What the document and its template contain, so that `section` applies. */
function placed<T>(section: T | undefined, other: T | undefined, where: (typeof PLACES)[number]) {
  switch (where) {
    case 'own':
      return { own: section, template: undefined };
    case 'template':
      return { own: undefined, template: section };
    case 'both':
      return {
        own: section ?? (other === undefined ? undefined : ('none' as const)),
        template: other,
      };
    default:
      return where satisfies never;
  }
}

function withoutUndefined<T extends object>(all: T) {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Only for `a.tld`: it names accounts, and networks and groups that only the document has. */
function ownTemplate(offered: Offered): fc.Arbitrary<RawDocument> {
  const names = {
    networks: ['n0', 'n1', 'o0'],
    groups: ['g0', 'h0'],
    accounts: ACCOUNTS,
    ...offered,
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
  rules: rules(
    { networks: ['s0'], groups: [], accounts: [], trusts: [], sessions: false },
    'shared',
  ),
});

/** No document for `*`, or one. */
const starDocument: fc.Arbitrary<RawDocument[]> = fc.option(offeredArbitrary).chain((offered) => {
  if (offered === null) return fc.constant([]);
  const names = { ...namesOf('n'), groups: [], accounts: [], ...offered };
  // A guardrail may name accounts of any domain; a rule of `*` names none.
  const anybody = { ...names, accounts: [...ACCOUNTS, 'carl@c.tld'] };
  return fc
    .record({
      networks: networks(names.networks),
      rules: rules(names, 'star'),
      enrolment: enrolment(names),
      guardrails: assertions(anybody),
      extend: fc.boolean(),
    })
    .map(({ extend, enrolment: enrol, ...rest }) => [
      {
        domain: '*',
        ...(extend ? { extends: ['shared'] } : {}),
        ...rest,
        ...withoutUndefined({ enrolment: enrol, trust: trustSection(offered) }),
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

/** Each condition is present about half of the time, and uses the names that are allowed. */
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
  // Sessions are left to other rules. Combinations with a code lead to most outcomes, so they are
  // chosen more often.
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
  const asking = fc.tuple(scope(names), when, outcome, fc.boolean());
  const session = fc.tuple(
    fc.record({ services: some(WITHOUT_PAGE), from: some(names.networks, 2) }),
    when,
    fc.constant({ require: 'session' as const }),
    fc.boolean(),
  );
  // A page where a person signs in, and a service that accepts the session.
  const page = fc.tuple(
    scope({ ...names, accounts: [], groups: [] }).map((where) => ({
      ...where,
      services: ['WebUI' as const],
    })),
    when,
    outcome,
    fc.boolean(),
  );
  const rule = names.sessions ? fc.oneof(asking, session, page) : asking;
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

const PAGE_FACTORS = ['password', 'otp', 'saml', 'passkey'] as const;

/** A region, with factors that one login can present. */
function assertions(names: Names): fc.Arbitrary<RawAssertion[]> {
  const unless = fc.option(some(TRUSTS)).map((list) => (list === null ? {} : { unless: list }));
  const whose = scope({ ...names, networks: [] }).map(({ accounts, groups }) =>
    accounts || groups ? { except: withoutUndefined({ accounts, groups }) } : {},
  );
  const except = fc.oneof(fc.constant({}), whose);
  const region = fc
    .tuple(scope(names), unless, except)
    .map(([where, out, others]): RawRegion => ({ ...where, ...out, ...others }));
  const never = fc
    .tuple(region, fc.option(some(FACTORS)))
    .map(([where, list]) => ({ never: { ...where, ...(list === null ? {} : { with: list }) } }));
  const presentable = fc.constantFrom(
    ...(['password', 'app-password', 'saml', 'otp', 'passkey', 'session'] as const).map(
      (factor) => [factor],
    ),
    ...(['password', 'app-password'] as const).map((factor) => [factor, 'otp' as const]),
    ...(['password', 'app-password'] as const).map((factor) => [factor, 'passkey' as const]),
  );
  const always = fc
    .tuple(region, presentable)
    .map(([where, list]) => ({ always: { ...where, with: list } }));
  // A `never` for what a session could open. Its factors are those of a page.
  const elsewhere = fc
    .tuple(scope(names), unless, some(WITHOUT_PAGE, 1), some(PAGE_FACTORS, 2))
    .map(([where, out, services, list]) => ({ never: { ...where, ...out, services, with: list } }));
  const anyOf = names.sessions ? fc.oneof(never, always, elsewhere) : fc.oneof(never, always);
  return fc.array(anyOf, { minLength: 1, maxLength: 3 });
}

function enrolment(
  names: Pick<Names, 'networks' | 'groups'>,
): fc.Arbitrary<RawDocument['enrolment']> {
  const [one, other] = names.groups;
  const byGroup: RawDocument['enrolment'][] =
    one === undefined || other === undefined
      ? []
      : [
          { 'grace-groups': { [one]: DAY_AFTER } },
          { 'grace-until': GRACE_DAY, 'grace-groups': { [one]: DAY_AFTER, [other]: DAY_BEFORE } },
          {
            from: names.networks.slice(0, 1),
            ...{ 'grace-until': DAY_AFTER, 'grace-groups': { [other]: GRACE_DAY } },
          },
        ];
  return fc.constantFrom<RawDocument['enrolment'][]>(
    ...byGroup,
    undefined,
    { 'grace-until': GRACE_DAY },
    { from: names.networks.slice(0, 2) },
    { from: 'anywhere', 'app-passwords': true },
    { from: names.networks.slice(0, 1), 'grace-until': GRACE_DAY },
  );
}

const TERMS = { default: '1h', max: '2h', 'per-account': 2 };

function trustSection({ trusts, sessions }: Offered): RawDocument['trust'] {
  if (trusts.length === 0 && !sessions) return undefined;
  return {
    ...(trusts.includes('trusted-ip') ? { ip: { ...TERMS, 'ipv6-prefix': 64 } } : {}),
    ...(trusts.includes('trusted-device') ? { device: TERMS } : {}),
    ...(sessions ? { session: TERMS } : {}),
  };
}

const ANY_TRUST: RawDocument['trust'] = { ip: TERMS, device: TERMS, session: TERMS };
