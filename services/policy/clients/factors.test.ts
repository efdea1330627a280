import { expect, it } from 'vitest';
import { Verdict } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { callUntil } from '../commands/call-until.js';
import { credentialClient } from './credential.js';
import { otpClient } from './otp.js';
import { passkeyClient } from './passkey.js';
import { samlClient } from './saml.js';

const LUCA = 'luca@a.tld';
const asking = { account: LUCA, address: '192.0.2.1', decisionId: '', frontEnd: '', attemptId: '' };
const call = () => callUntil(performance.now() + 60_000, new AbortController().signal);

/** A service that gives this answer to every call. */
const answering = (answer: object) =>
  ({ unary: async () => ({ retryAfterSeconds: 0, ...answer }) }) as unknown as Peer;

it.each([
  [Verdict.VERIFIED, 'the-id'],
  [Verdict.WRONG, undefined],
])('the id of what was recognised comes with the verdict (%s)', async (verdict, id) => {
  const told = id ?? '';
  const credential = credentialClient(answering({ verdict, appPasswordId: told }));
  const bytes = Buffer.from('x');
  expect((await credential.verifyAppPassword(asking, 'Imap', bytes, call())).id).toBe(id);

  const otp = otpClient(answering({ verdict, authenticatorId: told }));
  const code = { kind: 'code', code: '1', authenticatorId: '' } as const;
  expect((await otp.verify(asking, code, call())).id).toBe(id);
  const recovery = { kind: 'recovery-code', code: '1' } as const;
  expect((await otp.verify(asking, recovery, call())).id).toBeUndefined();

  const common = { verdict, failedCheck: '', account: id && LUCA };
  const passkeys = passkeyClient(answering({ ...common, passkeyId: told, userVerified: true }));
  const wish = { signInHost: '', userVerification: true };
  const passkey = { response: bytes, loginTicket: '' };
  expect((await passkeys.verify(asking, passkey, wish, call())).id).toBe(id);

  const saml = samlClient(answering({ ...common, issuer: id ? 'idp' : '', assertionId: told }));
  const response = { kind: 'saml', response: bytes, relayState: '', loginTicket: '' } as const;
  const consumed = await saml.consume(asking, 'a.tld', response, call());
  expect(consumed.assertion).toEqual(id && { issuer: 'idp', id });
});

it('a saml service of the version before names no assertion', async () => {
  const old = { verdict: Verdict.VERIFIED, failedCheck: '', account: LUCA };
  const saml = samlClient(answering({ ...old, issuer: '', assertionId: '' }));
  const bytes = Buffer.from('x');
  const response = { kind: 'saml', response: bytes, relayState: '', loginTicket: '' } as const;
  const consumed = await saml.consume(asking, 'a.tld', response, call());
  expect(consumed).toMatchObject({ verdict: 'verified', assertion: undefined });
});
