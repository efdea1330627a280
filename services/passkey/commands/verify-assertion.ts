import { domainOfAccount } from '../../../libs/names/account.js';
import { type FailedCheck, failedCheck } from '../core/checks.js';
import type { Hosts, SignInHost } from '../core/hosts.js';
import { type LoginTicket, type Mac, parseLoginTicket } from '../core/login-ticket.js';
import { passkeyData } from '../core/passkey.js';
import { type Assertion, parseAssertion } from '../core/response.js';
import type { AssertionOutcome } from '../core/verdict.js';
import type {
  CallScope,
  Clock,
  PasskeyStore,
  StoredPasskey,
  Subject,
  Throttle,
  WebAuthn,
} from '../ports.js';

export interface VerifyParts {
  readonly store: Pick<PasskeyStore, 'findCredential' | 'use'>;
  readonly webauthn: WebAuthn;
  readonly throttle: Throttle;
  readonly hosts: Hosts;
  readonly mac: Mac;
  readonly clock: Clock;
}

export interface AssertionToVerify {
  /** Empty: the passkey names the account. */
  readonly account: string;
  readonly response: Buffer;
  readonly loginTicket: string;
  readonly rpId: string;
  readonly frontEnd: string;
  readonly userVerification: boolean;
  readonly address: Subject['address'];
  readonly decisionId: string;
}

/** What is known before anything is compared. */
interface Known {
  readonly ticket: LoginTicket;
  readonly assertion: Assertion;
  readonly passkey: StoredPasskey;
  readonly host: SignInHost;
}

/**
 * Verifies an assertion (WebAuthn Level 3 section 7.2) and consumes its challenge. Only an assertion that was compared
 * with a key counts as a failure.
 * @throws GatepostError UNAVAILABLE if no place under a limit came free before the deadline
 */
export async function verifyAssertion(
  parts: VerifyParts,
  request: AssertionToVerify,
  call: CallScope,
): Promise<AssertionOutcome> {
  const known = await resolve(parts, request);
  if (typeof known === 'string') return { verdict: 'wrong', failedCheck: known };
  const subject = { account: known.passkey.account, address: request.address };
  const done = await parts.throttle.guard(subject, call, async () => {
    const failed = await compare(parts, request, known);
    return failed === undefined
      ? { compared: 'right' as const }
      : { compared: isGuess(failed) ? ('wrong' as const) : ('neither' as const), failed };
  });
  if ('refused' in done) {
    if (done.refused === 'limited') return { verdict: 'rate-limited', freeInMs: done.freeInMs };
    return { verdict: 'wrong', failedCheck: 'signature' };
  }
  if ('failed' in done) return { verdict: 'wrong', failedCheck: done.failed };
  const { account, id } = known.passkey;
  const { userVerified } = known.assertion.authenticator;
  return { verdict: 'verified', account, passkeyId: id, userVerified };
}

/** Finds the passkey of the assertion, and checks that it can belong to this login and host. No key is used yet. */
async function resolve(
  { store, hosts, mac, clock }: VerifyParts,
  request: AssertionToVerify,
): Promise<Known | FailedCheck> {
  const { account, rpId } = request;
  const now = clock.now();
  const ticket = parseLoginTicket(mac, request.loginTicket, request.frontEnd);
  if (ticket === undefined) return 'login-ticket';
  if (ticket.expiresAt <= now) return 'expired';
  const host = hosts.find(rpId);
  if (host === undefined || ticket.rpId !== rpId) return 'host';
  if (ticket.account !== '' && ticket.account !== account) return 'account';
  const assertion = parseAssertion(request.response);
  if (assertion === undefined) return 'malformed';
  const passkey = await store.findCredential(assertion.credentialId);
  if (passkey === undefined) return 'credential';
  if (account !== '' && passkey.account !== account) return 'account';
  // If no account was given, the authenticator itself must name it with the user handle; the credential id alone is not
  // enough (section 7.2, step 6).
  const { userHandle } = assertion;
  if (userHandle === undefined ? account === '' : !userHandle.equals(passkey.userHandle)) {
    return 'user-handle';
  }
  if (passkey.rpId !== rpId) return 'rp-id';
  const domain = domainOfAccount(passkey.account);
  if (hosts.usableUntil(domain, rpId) <= now) return 'domain';
  if (passkey.suspendedAt !== undefined) return 'suspended';
  return { ticket, assertion, passkey, host };
}

/** Undefined if the assertion is right; its challenge is then consumed. */
async function compare(
  { store, webauthn, clock }: VerifyParts,
  request: AssertionToVerify,
  { ticket, assertion, passkey, host }: Known,
): Promise<FailedCheck | undefined> {
  const { challenge } = ticket;
  const { userVerification, address, decisionId } = request;
  const expected = { challenge, host, userVerification };
  const { backupEligible, account } = passkey;
  const failed = failedCheck(assertion, { ...expected, type: 'webauthn.get', backupEligible });
  if (failed !== undefined) return failed;
  if (!(await webauthn.verifyAssertion(assertion, passkey, expected))) return 'signature';
  const { counter, backedUp } = assertion.authenticator;
  const used = await store.use(
    {
      id: passkey.id,
      challenge: Buffer.from(challenge, 'base64url'),
      challengeUntil: ticket.expiresAt,
      ...{ counter, backedUp, now: clock.now() },
    },
    {
      ...{ account, passkey: passkeyData(passkey), counter },
      ...{ client_ip: address.text, decision_id: decisionId },
    },
  );
  return used === 'used' ? undefined : used;
}

/** An assertion with a right signature is not a guess. */
function isGuess(failed: FailedCheck): boolean {
  return failed !== 'challenge-used' && failed !== 'removed' && failed !== 'suspended';
}
