import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unavailable } from '../../../../libs/errors/index.js';
import type { Account } from '../../../../libs/names/account.js';
import { parseAccount } from '../../../../libs/names/account.js';
import { type Address, parseAddress } from '../../../../libs/names/address.js';
import type { Parsed } from '../../../../libs/names/parsed.js';
import type { Verdict } from '../../../../libs/names/verdict.js';
import { compileRaw } from '../../../../libs/policy/judge/compare.js';
import { documentsArbitrary } from '../../../../libs/policy/judge/generate-documents.js';
import { loginArbitrary } from '../../../../libs/policy/judge/generate-logins.js';
import { judgeLogin } from '../../../../libs/policy/judge/judge-login.js';
import type { JudgedLogin, RawDocument } from '../../../../libs/policy/judge/raw.js';
import { authorize } from '../../commands/authorize/authorize.js';
import type { AuthorizePorts } from '../../commands/authorize/authorize-ports.js';
import { callUntil } from '../../commands/call-until.js';
import { fakePorts, loginOf } from '../../testing/fake-ports.js';
import type { FirstFactor, Login } from '../login.js';
import { PolicyMap } from '../policy-map.js';
import type { TrialResult } from './trial-result.js';

/** Set higher to look for longer. */
const RUNS = Number(process.env.TRIAL_RUNS ?? 25);
const LOGINS = 20;

const BYTES = Buffer.from('x');
const FIRST: Readonly<Record<JudgedLogin['first'], FirstFactor>> = {
  none: { kind: 'none' },
  password: { kind: 'password', bytes: BYTES },
  verified: { kind: 'password-verified' },
  'app-password': { kind: 'app-password', bytes: BYTES },
  saml: { kind: 'saml', response: BYTES, relayState: '', loginTicket: '' },
  // Of no client of ours: refused as it stands, whatever the documents say.
  session: { kind: 'none' },
};
const VERDICT: Readonly<Record<string, Verdict>> = { right: 'verified' };

/** A session is decided by its sign-in, which the judge knows nothing of. */
const drawn = loginArbitrary.filter(({ first }) => first !== 'session');

/** What the candidate would have decided for a login that the documents in force decided; undefined: they could not. */
async function tryOut(
  inForce: PolicyMap,
  candidates: PolicyMap,
  judged: JudgedLogin,
): Promise<TrialResult | undefined> {
  const { ports } = fakePorts(inForce);
  const candidate = candidates.find(domainOf(judged))?.policy;
  const active = { id: 'trial', document: 'a.tld', candidate };
  const answers: Partial<AuthorizePorts> = {
    ...answering(ports, judged),
    clock: { now: () => judged.now },
    trials: {
      // Where no document decides, none is tried.
      find: () => (candidate === undefined ? undefined : active),
      fail: (_trial, error) => {
        throw error;
      },
    },
  };
  const call = callUntil(performance.now() + 60_000, new AbortController().signal);
  try {
    return (await authorize(asked(judged), call, { ...ports, ...answers })).trial?.result;
  } catch {
    return undefined;
  }
}

function asked(judged: JudgedLogin): Login {
  const { service, first, second, recovery, passkey, remember, prove, interactive } = judged;
  const kind = recovery ? ('recovery-code' as const) : ('code' as const);
  return {
    ...loginOf(),
    account: taken(parseAccount(judged.account)) as Account,
    address: taken(parseAddress(judged.address)) as Address,
    ...{ service, interactive, prove, first: FIRST[first] },
    second: second ? { kind, code: '1', authenticatorId: '' } : undefined,
    passkey: passkey ? { response: BYTES, loginTicket: '' } : undefined,
    // Who presents none holds none.
    deviceToken: judged.trusts.includes('trusted-device') || recovery ? 'token' : undefined,
    remember: remember
      ? { ipSeconds: 0, deviceSeconds: undefined, deviceLabel: '', sessionSeconds: undefined }
      : undefined,
  };
}

function answering(ports: AuthorizePorts, judged: JudgedLogin): Partial<AuthorizePorts> {
  const until = judged.now + 3_600_000;
  const held = (kind: JudgedLogin['trusts'][number]) =>
    judged.trusts.includes(kind) ? { id: kind, until, useIsNews: false } : undefined;
  const verdict = (result: string) => ({
    ...{ verdict: VERDICT[result] ?? (result as Verdict), retryAfterSeconds: 0 },
    ...{ failedCheck: '', userVerified: true, sessionUntil: undefined, account: judged.account },
  });
  const fact = async (value: JudgedLogin['hasOtp']) => {
    if (value === 'unavailable') throw unavailable('it is away');
    return value;
  };
  return {
    credentials: {
      ...ports.credentials,
      verifyPassword: async () => verdict(judged.firstResult),
      verifyAppPassword: async () => verdict(judged.firstResult),
    },
    otp: {
      ...ports.otp,
      verify: async () => verdict(judged.secondResult),
      enrolment: async () => ({ enrolled: await fact(judged.hasOtp), authenticators: [] }),
    },
    passkeys: {
      ...ports.passkeys,
      verify: async () => verdict(judged.passkeyResult),
      enrolled: () => fact(judged.hasPasskey),
    },
    saml: {
      ...ports.saml,
      consume: async () => verdict(judged.firstResult),
      available: () => fact(judged.hasSaml),
    },
    trust: {
      ...ports.trust,
      check: async ({ address, deviceToken }) => ({
        ip: address === undefined ? undefined : held('trusted-ip'),
        device: deviceToken === undefined ? undefined : held('trusted-device'),
        deviceSuperseded: false,
      }),
    },
  };
}

function mapOf(documents: readonly RawDocument[]): PolicyMap {
  const map = new PolicyMap();
  const updates = [...compileRaw(documents)].map(([name, compiled]) =>
    map.prepare({ name, compiled }, 1),
  );
  map.update(updates, 1);
  return map;
}

/** Only trust that the documents in force offer can be held. */
function holdable(inForce: PolicyMap, login: JudgedLogin): JudgedLogin {
  const trust = inForce.find(domainOf(login))?.policy.described.trust;
  const trusts = login.trusts.filter((kind) => trust?.[kind === 'trusted-ip' ? 'ip' : 'device']);
  return { ...login, trusts };
}

it('what a trial says is what the candidate would have decided, in force', async () => {
  const seen = { decided: 0, unknown: 0 };
  const sets = fc.tuple(documentsArbitrary, documentsArbitrary);
  await fc.assert(
    fc.asyncProperty(
      sets,
      fc.array(drawn, { minLength: LOGINS, maxLength: LOGINS }),
      async (two, logins) => {
        const [inForce, candidates] = two.map(mapOf) as [PolicyMap, PolicyMap];
        for (const login of logins.map((one) => holdable(inForce, one))) {
          const result = await tryOut(inForce, candidates, login);
          if (result === undefined) continue;
          seen[result.kind] += 1;
          if (result.kind === 'unknown') expect(result.why).toBe('not-asked');
          else {
            const { decision, reason, rule } = judgeLogin(two[1], login);
            // What could not be asked then might be asked now.
            if (decision === 'UNAVAILABLE') continue;
            expect(result.decision).toBe(decision);
            // Reason and rule are told where they rest on nothing that was not asked.
            expect([reason, undefined]).toContain(result.reason);
            expect([rule?.name, undefined]).toContain(result.rule);
          }
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(seen.decided).toBeGreaterThan(seen.unknown);
  expect(seen.unknown).toBeGreaterThan(0);
});

it('a trial of what is in force has an answer for every login, and the same one', async () => {
  await fc.assert(
    fc.asyncProperty(
      documentsArbitrary,
      fc.array(drawn, { minLength: LOGINS, maxLength: LOGINS }),
      async (documents, logins) => {
        const map = mapOf(documents);
        for (const login of logins.map((one) => holdable(map, one))) {
          if ([login.hasOtp, login.hasPasskey, login.hasSaml].includes('unavailable')) continue;
          if (map.find(domainOf(login)) === undefined) continue;
          const result = await tryOut(map, map, login);
          const { decision, reason, rule } = judgeLogin(documents, login);
          expect(result).toEqual({ kind: 'decided', decision, reason, rule: rule?.name });
        }
      },
    ),
    { numRuns: RUNS },
  );
});

const domainOf = ({ account }: JudgedLogin) => taken(parseAccount(account)).domain;

function taken<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
