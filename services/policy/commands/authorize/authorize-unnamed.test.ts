import { expect, it } from 'vitest';
import { validUntil } from '../../core/attempt.js';
import type { SamlVerdict } from '../../ports/factors.js';
import { fakePorts, loginOf, policiesOf } from '../../testing/fake-ports.js';
import { callUntil } from '../call-until.js';
import { authorizeUnnamed } from './authorize-unnamed.js';

const DOCUMENT = `
domain: a.tld
rules:
  - { name: anna is out, accounts: [anna@a.tld], deny: "not you" }
  - { name: admin, accounts: [root@a.tld], require: password + otp }
  - { name: sso, services: [WebUI], require: saml }
`;
const UNTIL = 1_800_000_000_000;

/** A response posted at a.tld's place, of which the saml service says `verdict`. */
async function post(verdict: Partial<SamlVerdict>) {
  const fake = fakePorts(policiesOf(DOCUMENT));
  const asked: string[] = [];
  const consume = async (asking: { account: string; decisionId: string }, domain: string) => {
    asked.push(`${asking.account}|${domain}`);
    const answer = { verdict: 'verified', failedCheck: '', sessionUntil: UNTIL } as const;
    return { ...answer, account: 'luca@a.tld', ...verdict };
  };
  const first = {
    ...({ kind: 'saml', response: Buffer.from('r') } as const),
    ...{ relayState: '', loginTicket: '' },
  };
  const login = { ...loginOf(), account: { name: '', local: '', domain: 'a.tld' }, first };
  const ports = { ...fake.ports, saml: { ...fake.ports.saml, consume } };
  const call = callUntil(performance.now() + 5000, new AbortController().signal);
  const attempt = await authorizeUnnamed(login, call, ports);
  return { attempt, asked, recorded: fake.recorded };
}

it('lets in whom the identity provider names, where a rule takes it', async () => {
  const { attempt, asked, recorded } = await post({});
  expect(attempt.outcome).toMatchObject({ decision: 'ALLOW', proved: ['saml'] });
  expect([attempt.login.account.name, validUntil(attempt)]).toEqual(['luca@a.tld', UNTIL]);
  // Verified and used up once, before it was known of whom.
  expect(asked).toEqual(['|a.tld']);
  expect(recorded.map(({ login }) => login.account.name)).toEqual(['luca@a.tld']);
});

it('matches the rules by the account that was named', async () => {
  const anna = await post({ account: 'anna@a.tld' });
  expect(anna.attempt.outcome).toMatchObject({ decision: 'DENY', reason: 'DENIED_BY_RULE' });
  const root = await post({ account: 'root@a.tld' });
  expect(root.attempt.outcome.decision).not.toBe('ALLOW');
});

it('denies what is not accepted, and records it without an account', async () => {
  for (const [verdict, reason] of [
    [{ verdict: 'wrong', failedCheck: 'replay', account: '' }, 'BAD_SAML_RESPONSE'],
    [{ verdict: 'rate-limited', failedCheck: 'allowance', account: '' }, 'RATE_LIMITED'],
    [{ account: 'luca@b.tld' }, 'BAD_SAML_RESPONSE'],
    [{ account: '' }, 'BAD_SAML_RESPONSE'],
  ] as const) {
    const { attempt, recorded } = await post(verdict);
    expect(attempt.outcome).toMatchObject({ decision: 'DENY', reason });
    expect(recorded.map(({ login }) => login.account.name)).toEqual(['']);
    expect(attempt.failedCheck).not.toBe('');
  }
});
