import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAccount } from '../../../../libs/names/account.js';
import { parseAddress } from '../../../../libs/names/address.js';
import type { Parsed } from '../../../../libs/names/parsed.js';
import { compileSet } from '../../../../libs/policy/compile/compile-set.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';
import { compileRaw, readyOf } from '../../../../libs/policy/judge/compare.js';
import { documentsArbitrary } from '../../../../libs/policy/judge/generate-documents.js';
import { loginArbitrary } from '../../../../libs/policy/judge/generate-logins.js';
import { judgeLogin } from '../../../../libs/policy/judge/judge-login.js';
import type { JudgedLogin, RawDocument } from '../../../../libs/policy/judge/raw.js';
import type { Factor } from '../../../../libs/policy/language/words.js';
import { parseDocuments } from '../../../../libs/policy/read/parse-documents.js';
import { verifyPolicy } from '../../../../libs/policy/verify/verify-policy.js';
import { policiesOf } from '../../testing/fake-ports.js';
import { type RecordedLogin, replay } from '../replay.js';
import { prefixOf } from './evidence.js';
import { propose } from './propose.js';

/** Set higher to look for longer. */
const RUNS = Number(process.env.PROPOSE_RUNS ?? 15);
const LOGINS = 30;
const OFFERED =
  'trust:\n  ip: { default: 1h, max: 2h }\n  device: { default: 1h, max: 2h }\n  session: { default: 1h, max: 2h }';

/** What the documents of the set would have recorded of a login; undefined: it was not allowed, or is of another domain. */
function recorded(
  documents: readonly RawDocument[],
  policy: Policy | undefined,
  judged: JudgedLogin,
  index: number,
): RecordedLogin | undefined {
  const account = taken(parseAccount(judged.account));
  // The use of a session is let in by the document's own place for webmails.
  if (account.domain !== 'a.tld' || policy === undefined || judged.first === 'session')
    return undefined;
  const { decision, reason, rule, proved } = judgeLogin(documents, judged);
  if (decision !== 'ALLOW') return undefined;
  const { trust } = policy.described;
  return {
    ...{ decisionId: `${index}`, time: judged.now, account, service: judged.service },
    ...{ address: taken(parseAddress(judged.address)), interactive: judged.interactive },
    presented: {
      ...{ first: judged.first, second: judged.second, recovery: judged.recovery },
      ...{ passkey: judged.passkey, remember: judged.remember, prove: judged.prove },
    },
    first: proved.some((one) => one !== 'otp' && one !== 'passkey') ? 'right' : undefined,
    second: proved.includes('otp') ? 'right' : undefined,
    passkey: proved.includes('passkey') ? 'right' : undefined,
    trustedIp: trust.ip !== undefined && judged.trusts.includes('trusted-ip'),
    trustedDevice: trust.device !== undefined && judged.trusts.includes('trusted-device'),
    ...{ hasOtp: judged.hasOtp === true, hasPasskey: judged.hasPasskey === true },
    ...{ hasSaml: judged.hasSaml === true, proved: proved as Factor[], signIn: undefined },
    ...{ decision, reason: reason as RecordedLogin['reason'], rule: rule?.name ?? '' },
    policy: undefined,
  };
}

const evidence = fc
  .tuple(documentsArbitrary, fc.array(loginArbitrary, { minLength: LOGINS, maxLength: LOGINS }))
  .map(([documents, logins]) => {
    const policy = readyOf(compileRaw(documents)).get('a.tld');
    return logins.flatMap((login, n) => recorded(documents, policy, login, n) ?? []);
  });

const proposalOf = (genuine: readonly RecordedLogin[], others: readonly RecordedLogin[]) =>
  propose({
    ...{ domain: 'a.tld', genuine, others, webmail: undefined, now: 0 },
    kept: { networks: {}, groups: {}, trust: OFFERED, enrolment: '', administrators: '' },
  });

it('refuses no genuine login of the record, and tells which others it would', () => {
  let refusals = 0;
  fc.assert(
    fc.property(
      evidence,
      fc.array(fc.boolean(), { minLength: LOGINS, maxLength: LOGINS }),
      (logins, is) => {
        const genuine = logins.filter((_, n) => is[n]);
        const others = logins.filter((_, n) => !is[n]);
        const { text, refuses } = proposalOf(genuine, others);
        const active = policiesOf(text).find('a.tld');
        const isRefused = (login: RecordedLogin) => replay(login, active).kind === 'changed';
        expect(genuine.filter(isRefused)).toEqual([]);
        expect(refuses.map(({ login }) => login)).toEqual(others.filter(isRefused));
        refusals += refuses.length;
      },
    ),
    { numRuns: RUNS },
  );
  expect(refusals).toBeGreaterThan(0);
});

it('proves each of its asserts', () => {
  let asserts = 0;
  fc.assert(
    fc.property(evidence, (logins) => {
      const { documents, problems } = parseDocuments(proposalOf(logins, []).text, 'a.yaml');
      expect(problems).toEqual([]);
      const set = compileSet(documents);
      for (const policy of set.compiled.values()) {
        asserts += policy.asserts.length;
        expect(verifyPolicy({ policy, star: null, now: 0 })).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
  expect(asserts).toBeGreaterThan(0);
});

it('names no network in which one account alone was seen', () => {
  fc.assert(
    fc.property(evidence, (logins) => {
      const { text } = proposalOf(logins, []);
      const named = /^ {2}known: \[(.*)\]$/m.exec(text)?.[1]?.split(', ') ?? [];
      for (const range of named.map((one) => one.replaceAll('"', ''))) {
        const seen = logins.filter(({ address }) => prefixOf(address) === range);
        expect(new Set(seen.map(({ account }) => account.name)).size).toBeGreaterThan(1);
      }
    }),
    { numRuns: RUNS },
  );
});

function taken<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
