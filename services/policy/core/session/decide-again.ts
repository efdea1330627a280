import { parseAddress } from '../../../../libs/names/address.js';
import { isInteractive, serviceBit } from '../../../../libs/names/services.js';
import {
  evaluateLogin,
  type LoginFacts,
  type Outcome,
} from '../../../../libs/policy/decide/evaluate.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';
import type { SealedTrust, SignIn } from './sign-in.js';

/** The parts of a sign-in that are needed to decide it again. */
export type Decidable = Pick<
  SignIn,
  | 'account'
  | 'service'
  | 'address'
  | 'proved'
  | 'passwordStated'
  | 'userVerified'
  | 'ip'
  | 'device'
  | 'hasOtp'
  | 'hasPasskey'
>;

/** A sign-in that the documents in force would still allow. */
export interface AllowedSignIn {
  /** The rule that allows it binds the session to the address of the sign-in. */
  readonly bindSessionToIp: boolean;
}

/**
 * Decides a sign-in again as it was sealed, at its own service and address, under the documents in force and at the
 * current time. It asks no service. Trust that was not looked up then must not make a difference: the sign-in is
 * allowed only if it is allowed either way. Undefined if it would not be allowed.
 */
export function decideAgain(
  policy: Policy | undefined,
  signIn: Decidable,
  now: number,
): AllowedSignIn | undefined {
  const address = parseAddress(signIn.address);
  if (!address.ok) return undefined;
  const facts = factsOf(signIn, now);
  let bindSessionToIp = false;
  for (const trustedIp of possible(signIn.ip)) {
    for (const trustedDevice of possible(signIn.device)) {
      const evaluation = evaluateLogin(
        policy,
        {
          account: signIn.account,
          service: serviceBit(signIn.service),
          address: address.value,
          trustedIp,
          trustedDevice,
        },
        facts,
      );
      if (evaluation.kind !== 'decided' || !isLetIn(evaluation.outcome, signIn)) return undefined;
      bindSessionToIp ||= evaluation.outcome.bindSessionToIp;
    }
  }
  return { bindSessionToIp };
}

function possible(trust: SealedTrust): readonly boolean[] {
  if (trust === 'not-asked') return [false, true];
  return [trust !== 'not-held'];
}

/** The factors are those that were verified. A fact that was not asked stays unknown, and cannot allow anything. */
function factsOf(signIn: Decidable, now: number): LoginFacts {
  const { proved, passwordStated, service, hasOtp, hasPasskey } = signIn;
  const first = firstOf(proved, passwordStated);
  const second = proved.includes('otp');
  const passkey = proved.includes('passkey');
  return {
    now,
    presented: { first, second, passkey, remember: false, prove: false },
    first: first === 'none' ? undefined : 'right',
    second: second ? 'right' : undefined,
    passkey: passkey ? 'right' : undefined,
    interactive: isInteractive(service),
    hasOtp: hasOtp ?? undefined,
    hasPasskey: hasPasskey ?? undefined,
    hasSaml: undefined,
  };
}

function firstOf(
  proved: Decidable['proved'],
  passwordStated: boolean,
): 'none' | 'password' | 'verified' | 'saml' {
  if (proved.includes('saml')) return 'saml';
  if (proved.includes('password')) return passwordStated ? 'verified' : 'password';
  return 'none';
}

/** A passkey that did not verify its user counts only beside a password. */
function isLetIn({ decision, proved }: Outcome, { userVerified }: Decidable): boolean {
  if (decision !== 'ALLOW') return false;
  return userVerified || !proved.includes('passkey') || proved.includes('password');
}
