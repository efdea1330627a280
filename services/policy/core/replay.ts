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
import type { ActivePolicy } from './policy-set.js';

/** A decision as it was recorded, with all that it depended on. */
export interface RecordedLogin {
  readonly decisionId: string;
  /** ms since the epoch */
  readonly time: number;
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly presented: Presented;
  /** Undefined: it was not compared. */
  readonly first: Verified | undefined;
  readonly second: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  /** Undefined: it was not asked. */
  readonly trustedIp: boolean | undefined;
  readonly trustedDevice: boolean | undefined;
  readonly passkey: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly hasOtp: boolean | undefined;
  readonly hasPasskey: boolean | undefined;
  readonly hasSaml: boolean | undefined;
  readonly decision: Decision;
  readonly reason: Reason;
  readonly rule: string;
  /** What decided; undefined: there was no document. */
  readonly policy: { readonly document: string; readonly revision: number } | undefined;
}

export type Replay =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly outcome: Outcome }
  /** The candidate asks about what was not asked, and so not recorded, then. */
  | { readonly kind: 'not-replayable' };

/**
 * Decides a recorded login again, under another policy, as of its own time. What was presented and
 * not compared then is taken as right: the question is who would get in, not who guesses.
 */
export function replay(login: RecordedLogin, active: ActivePolicy | undefined): Replay {
  const evaluation = replayed(login, active?.policy);
  if (evaluation.kind !== 'decided') return { kind: 'not-replayable' };
  const { outcome } = evaluation;
  return outcome.decision === login.decision ? { kind: 'same' } : { kind: 'changed', outcome };
}

/** What a recorded login comes to under a policy, as of its own time. */
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
