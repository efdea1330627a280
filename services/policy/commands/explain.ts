import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import { type Service, serviceBit } from '../../../libs/names/services.js';
import { evaluateLogin, type Outcome } from '../../../libs/policy/decide/evaluate.js';
import { explainMatch } from '../../../libs/policy/decide/explain.js';
import type { FirstFactor } from '../../../libs/policy/decide/plan.js';
import type { ActivePolicy, PolicySet } from '../core/policy-set.js';
import { type TraceStep, traceOf } from '../core/trace.js';

/** A login that is only described: everything it presents is right, everything it holds is held. */
export interface Described {
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly first: FirstFactor;
  readonly second: boolean;
  readonly trustedIp: boolean;
  readonly trustedDevice: boolean;
  readonly hasOtp: boolean;
}

export interface Explanation {
  readonly outcome: Outcome;
  readonly steps: readonly TraceStep[];
  readonly active: ActivePolicy | undefined;
  readonly revision: number;
}

/** Decides a described login and says for each rule why it matches or not. Asks nobody. */
export function explain(described: Described, set: PolicySet, now: number): Explanation {
  const active = set.find(described.account.domain);
  const connection = {
    account: described.account.name,
    service: serviceBit(described.service),
    address: described.address,
    trustedIp: described.trustedIp,
    trustedDevice: described.trustedDevice,
  };
  const evaluation = evaluateLogin(active?.policy, connection, {
    now,
    presented: {
      first: described.first,
      second: described.second,
      passkey: false,
      remember: false,
      prove: false,
    },
    first: 'right',
    second: 'right',
    passkey: 'right',
    interactive: described.interactive,
    hasOtp: described.hasOtp,
    hasPasskey: false,
    hasSaml: true,
  });
  if (evaluation.kind !== 'decided') throw new Error(`a described login ${evaluation.kind}`);
  const trace = traceOf(true);
  for (const rule of active ? explainMatch(active.policy, connection) : []) {
    const where = `${rule.file}:${rule.line}`;
    const why = rule.matched ? 'matches' : rule.because.join('; ');
    trace.add(() => ({
      step: 'rule',
      rule: rule.name,
      detail: `${why} (${where})`,
      held: rule.matched,
    }));
  }
  return { outcome: evaluation.outcome, steps: trace.steps, active, revision: set.revision };
}
