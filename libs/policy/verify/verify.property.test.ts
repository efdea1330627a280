import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CompiledAssertion, CompiledPolicy } from '../compile/compiled.js';
import { compileRaw, readyOf } from '../judge/compare.js';
import { engineLogin } from '../judge/engine-login.js';
import { documentsArbitrary, GRACE_DAY } from '../judge/generate-documents.js';
import { type Attempt, attemptBreaks } from '../judge/judge-assertion.js';
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
function* attemptsAt(documents: RawDocument[], domain: string, now: number): Generator<Attempt> {
  const ranges = documents.flatMap((document) => Object.values(document.networks ?? {}).flat());
  const addresses = new Set(['0.0.0.0', '::', '::1:0:0:0', ...ranges.flatMap(edgesOf)]);
  const accounts = domain === '*' ? ['carl@c.tld'] : [...ACCOUNTS, 'stranger@a.tld'];
  for (const address of addresses) {
    for (const account of accounts) {
      for (const service of [...SERVICES_USED, 'Cli'] as const) {
        for (const trusts of STATES) yield { account, service, address, trusts, now };
      }
    }
  }
}

const isAt = (failure: Failure, { line, column, file }: CompiledAssertion) =>
  failure.line === line && failure.column === column && failure.file === file;

const TIMEOUT = 240_000;

it('proves exactly what no login breaks, and shows a login that breaks the rest', {
  timeout: TIMEOUT,
}, () => {
  let proven = 0;
  let refuted = 0;
  const time = fc.constantFrom(END_OF_GRACE - 1, END_OF_GRACE);
  fc.assert(
    fc.property(documentsArbitrary, time, (documents, now) => {
      const policies = compileRaw(documents);
      const ready = readyOf(policies);
      for (const [domain, compiled] of policies) {
        const star = policies.get('*') ?? null;
        const failures = verifyPolicy({ policy: compiled, star, now });
        for (const demand of demandsOn(documents, domain, policies)) {
          const failure = failures.find((one) => isAt(one, demand.compiled));
          const breaks = (attempt: Attempt) =>
            attemptBreaks(documents, demand.parts, demand.assertion, attempt);
          if (failure === undefined) {
            proven += 1;
            for (const attempt of attemptsAt(documents, domain, now)) {
              if (breaks(attempt)) throw new Error(`not so: ${JSON.stringify(attempt)}`);
            }
          } else {
            refuted += 1;
            const shown = failure.counterexample as Counterexample;
            expect(breaks({ ...shown, now })).toBe(true);
            const outcome = engineLogin(ready, loginOf(shown, now));
            expect(outcome.decision === 'ALLOW').toBe(failure.kind === 'never');
            expect(outcome.rule?.name ?? null).toBe(failure.rule?.name ?? null);
          }
        }
      }
    }),
    { numRuns: 80 },
  );
  expect(proven).toBeGreaterThan(30);
  expect(refuted).toBeGreaterThan(30);
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
    prove: false,
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
