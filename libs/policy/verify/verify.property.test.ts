import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CompiledAssertion, CompiledPolicy } from '../compile/compiled.js';
import type { Policy } from '../decide/policy.js';
import { compileRaw, readyOf } from '../judge/compare.js';
import { engineLogin } from '../judge/engine-login.js';
import { documentsArbitrary, GRACE_DAY } from '../judge/generate-documents.js';
import {
  type AssertedLogin,
  attemptBreaks,
  sessionServices,
  signInBreaks,
} from '../judge/judge-assertion.js';
import { partsOf } from '../judge/judge-scope.js';
import { ACCOUNTS, edgesOf, SERVICES_USED } from '../judge/pools.js';
import type { JudgedLogin, RawAssertion, RawDocument } from '../judge/raw.js';
import type { Trust } from '../language/words.js';
import type { Counterexample, Failure } from './failure.js';
import { verifyPolicy } from './verify-policy.js';

const END_OF_GRACE = Date.parse(`${GRACE_DAY}T00:00:00Z`);
const STATES: Trust[][] = [
  [],
  ['trusted-ip'],
  ['trusted-device'],
  ['trusted-ip', 'trusted-device'],
];

interface Demand {
  readonly assertion: RawAssertion;
  readonly compiled: CompiledAssertion;
  /** Where the names in it are looked up. */
  readonly parts: readonly RawDocument[];
}

/** Everything asked of one document, in its own words and as compiled. */
function demandsOn(
  documents: RawDocument[],
  domain: string,
  policies: Map<string, CompiledPolicy>,
): Demand[] {
  const document = documents.find((one) => one.domain === domain) as RawDocument;
  const star = documents.find((one) => one.domain === '*');
  const parts = partsOf(documents, document);
  const starParts = star === undefined ? [] : partsOf(documents, star);
  const own = parts.flatMap((part) => part.assert ?? []);
  return [
    ...zip(own, policies.get(domain)?.asserts ?? [], parts),
    ...zip(star?.guardrails ?? [], policies.get('*')?.guardrails ?? [], starParts),
  ];
}

function zip(
  raw: readonly RawAssertion[],
  compiled: readonly CompiledAssertion[],
  parts: RawDocument[],
) {
  expect(compiled).toHaveLength(raw.length);
  return raw.map((assertion, index) => ({ assertion, compiled: compiled[index] as never, parts }));
}

/** A login of every kind that the ranges, accounts and services of some documents tell apart. */
function attemptsAt(documents: RawDocument[], domain: string, now: number): AssertedLogin[] {
  const ranges = documents.flatMap((document) => Object.values(document.networks ?? {}).flat());
  const addresses = new Set(['0.0.0.0', '::', '::1:0:0:0', ...ranges.flatMap(edgesOf)]);
  const accounts = [...ACCOUNTS, 'stranger@a.tld', ...(domain === '*' ? ['carl@c.tld'] : [])];
  return [...addresses].flatMap((address) =>
    accounts.flatMap((account) =>
      ([...SERVICES_USED, 'Cli'] as const).flatMap((service) =>
        STATES.map((trusts) => ({ account, service, address, trusts, now })),
      ),
    ),
  );
}

/** Of each account, where its session is taken. */
function takenIn(documents: readonly RawDocument[], attempts: readonly AssertedLogin[]) {
  const accounts = [...new Set(attempts.map(({ account }) => account))];
  return new Map(
    accounts.map((account) => {
      const own = attempts.filter((attempt) => attempt.account === account);
      return [account, sessionServices(documents, own)] as const;
    }),
  );
}

const isAt = (failure: Failure, { line, column, file }: CompiledAssertion) =>
  failure.line === line && failure.column === column && failure.file === file;

const TIMEOUT = 240_000;

it('proves exactly the asserts that no login breaks, and shows a login that breaks each other one', {
  timeout: TIMEOUT,
}, () => {
  let proven = 0;
  let refuted = 0;
  let sessions = 0;
  const time = fc.constantFrom(END_OF_GRACE - 1, END_OF_GRACE);
  fc.assert(
    fc.property(documentsArbitrary, time, (documents, now) => {
      const policies = compileRaw(documents);
      const ready = readyOf(policies);
      for (const [domain, compiled] of policies) {
        const star = policies.get('*') ?? null;
        const failures = verifyPolicy({ policy: compiled, star, now });
        // What `*` allows is asked as if no domain had a document of its own.
        const bound =
          domain === '*' ? documents.filter((one) => one.domain !== 'a.tld') : documents;
        const attempts = attemptsAt(bound, domain, now);
        const taken = takenIn(bound, attempts);
        for (const { assertion, compiled: demand, parts } of demandsOn(
          documents,
          domain,
          policies,
        )) {
          const failure = failures.find((one) => isAt(one, demand));
          const breaks = (attempt: AssertedLogin) =>
            attemptBreaks(bound, parts, assertion, attempt);
          const signsIn = (attempt: AssertedLogin) => {
            const services = taken.get(attempt.account) ?? [];
            return signInBreaks(bound, parts, assertion, { ...attempt, taken: services });
          };
          if (failure === undefined) {
            proven += 1;
            for (const attempt of attempts) {
              if (breaks(attempt) || signsIn(attempt)) {
                throw new Error(`not so: ${JSON.stringify({ attempt, assertion, bound })}`);
              }
            }
          } else {
            refuted += 1;
            const shown = failure.counterexample as Counterexample;
            const { account, session } = shown;
            const own = domain === '*' ? new Map([['*', ready.get('*') as Policy]]) : ready;
            const outcome = engineLogin(own, loginOf(shown, now));
            expect(outcome.decision === 'ALLOW').toBe(failure.kind === 'never');
            expect(outcome.rule?.name ?? null).toBe(failure.rule?.name ?? null);
            if (session === undefined) {
              expect(breaks({ ...shown, now })).toBe(true);
            } else {
              sessions += 1;
              expect(
                signInBreaks(bound, parts, assertion, { ...shown, now, taken: [session.service] }),
              ).toBe(true);
              const use = { ...session, account, present: ['session'] as const, grace: false };
              const opened = engineLogin(own, loginOf(use, now));
              expect([opened.decision, opened.rule?.name]).toEqual(['ALLOW', session.rule.name]);
            }
          }
        }
      }
    }),
    { numRuns: 80 },
  );
  expect(proven).toBeGreaterThan(30);
  expect(refuted).toBeGreaterThan(30);
  expect(sessions).toBeGreaterThan(0);
});

function loginOf(shown: Counterexample, now: number): JudgedLogin {
  const first = shown.present.find((one) => one !== 'otp' && one !== 'passkey') ?? 'none';
  return {
    account: shown.account,
    service: shown.service,
    address: shown.address,
    trusts: shown.trusts,
    first: first as JudgedLogin['first'],
    second: shown.present.includes('otp'),
    passkey: shown.present.includes('passkey'),
    ...{ prove: false, recovery: false },
    firstResult: 'right',
    secondResult: 'right',
    passkeyResult: 'right',
    hasPasskey: false,
    remember: false,
    interactive: true,
    hasOtp: !shown.grace,
    hasSaml: true,
    now,
  };
}
