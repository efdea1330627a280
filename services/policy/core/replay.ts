import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import { type Service, serviceBit } from '../../../libs/names/services.js';
import {
  type Evaluation,
  evaluateLogin,
  type Outcome,
} from '../../../libs/policy/decide/evaluate.js';
import type { Verified } from '../../../libs/policy/decide/facts.js';
import type { Presented } from '../../../libs/policy/decide/plan.js';
import type { Policy } from '../../../libs/policy/decide/policy.js';
import type { Decision, Reason } from '../../../libs/policy/decide/reason.js';
import type { Factor } from '../../../libs/policy/language/words.js';
import type { ActivePolicy } from './policy-set.js';
import { type Decidable, decideAgain } from './session/decide-again.js';
import type { SealedTrust } from './session/sign-in.js';

/** A recorded decision with everything it depended on. */
export interface RecordedLogin {
  readonly decisionId: string;
  /** ms since the epoch */
  readonly time: number;
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly presented: Presented;
  /** Undefined if it was not compared. */
  readonly first: Verified | undefined;
  readonly second: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  /** Undefined if it was not looked up. */
  readonly trustedIp: boolean | undefined;
  readonly trustedDevice: boolean | undefined;
  readonly passkey: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly hasOtp: boolean | undefined;
  readonly hasPasskey: boolean | undefined;
  readonly hasSaml: boolean | undefined;
  readonly proved: readonly Factor[];
  /** If a session was used: the decision that granted the session. */
  readonly signIn: string | undefined;
  readonly decision: Decision;
  readonly reason: Reason;
  readonly rule: string;
  /** The document that decided. Undefined if there was none. */
  readonly policy: { readonly document: string; readonly revision: number } | undefined;
}

export type Replay =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly outcome: Outcome }
  /** The candidate needs a fact that was not asked then and so was not recorded, or a sign-in is not in the record. */
  | { readonly kind: 'not-replayable' };

/**
 * Decides a recorded login again under another policy, as of the login's own time. Anything presented but not compared
 * then counts as right: the question is who would get in, not who guesses. A session's use is allowed only if its
 * sign-in would be, at the time of the use.
 *
 * @param signIn the recorded sign-in, if a session was used
 */
export function replay(
  login: RecordedLogin,
  active: ActivePolicy | undefined,
  signIn?: RecordedLogin,
): Replay {
  const evaluation = replayed(login, active?.policy);
  if (evaluation.kind !== 'decided') return { kind: 'not-replayable' };
  let { outcome } = evaluation;
  if (login.signIn !== undefined && outcome.decision === 'ALLOW') {
    if (signIn === undefined) return { kind: 'not-replayable' };
    const allowed = decideAgain(active?.policy, decidable(signIn), login.time);
    if (allowed === undefined) outcome = { ...outcome, ...ENDED };
  }
  return outcome.decision === login.decision ? { kind: 'same' } : { kind: 'changed', outcome };
}

/** What a policy decides for a recorded login, as of the login's own time. */
export function replayed(login: RecordedLogin, policy: Policy | undefined): Evaluation {
  return evaluateLogin(
    policy,
    {
      account: login.account.name,
      service: serviceBit(login.service),
      address: login.address,
      trustedIp: login.trustedIp,
      trustedDevice: login.trustedDevice,
    },
    {
      now: login.time,
      presented: login.presented,
      first: login.first ?? 'right',
      second: login.second ?? 'right',
      passkey: login.passkey ?? 'right',
      interactive: login.interactive,
      hasOtp: login.hasOtp,
      hasPasskey: login.hasPasskey,
      hasSaml: login.hasSaml,
    },
  );
}

const ENDED: Omit<Outcome, 'rule'> = {
  decision: 'DENY',
  reason: 'SESSION_ENDED',
  denied: null,
  missing: [],
  proved: [],
  carriedBy: 0,
  earnsTrust: false,
  bindSessionToIp: false,
};

/** A recorded sign-in in the form in which it was sealed, except that trust which carried it counts as held. */
function decidable(login: RecordedLogin): Decidable {
  const { account, service, address, presented, proved, hasOtp, hasPasskey } = login;
  const trust = (held: boolean | undefined): SealedTrust => {
    if (presented.remember) return 'not-held';
    if (held === undefined) return 'not-asked';
    return held ? 'held' : 'not-held';
  };
  return {
    ...{ account: account.name, service, address: address.text, proved },
    passwordStated: presented.first === 'verified',
    // Beside a password, the passkey need not have verified its user, and then only the password counts.
    userVerified: !proved.includes('password'),
    ip: trust(login.trustedIp),
    device: trust(login.trustedDevice),
    hasOtp: hasOtp ?? null,
    hasPasskey: hasPasskey ?? null,
  };
}
