import { unavailable } from '../../../libs/errors/index.js';
import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import { type Service, serviceBit } from '../../../libs/names/services.js';
import {
  evaluateLogin,
  type LoginFacts,
  type Outcome,
} from '../../../libs/policy/decide/evaluate.js';
import { explainMatch } from '../../../libs/policy/decide/explain.js';
import type { FactName } from '../../../libs/policy/decide/facts.js';
import type { Connection } from '../../../libs/policy/decide/match.js';
import type { FirstFactor } from '../../../libs/policy/decide/plan.js';
import type { Policy } from '../../../libs/policy/decide/policy.js';
import { TRUST_IP } from '../../../libs/policy/language/words.js';
import type { CallScope } from '../core/answers.js';
import type { ActivePolicy } from '../core/policy-set.js';
import { type Trace, type TraceStep, traceOf } from '../core/trace.js';
import type { AuthorizePorts } from './authorize/authorize-ports.js';
import { askFact, CANNOT_BE_ASKED } from './authorize/settle.js';

/** A hypothetical login. All factors it presents count as right. */
export interface Described {
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly first: FirstFactor;
  readonly second: boolean;
  readonly passkey: boolean;
  /**
   * If true, the address counts as trusted. Otherwise trust is looked up, as in a login. A device is identified by its
   * token.
   */
  readonly trustedIp: boolean;
  readonly trustedDevice: boolean;
  /** Undefined: the otp service is asked, as in a login. */
  readonly hasOtp: boolean | undefined;
}

export interface Explanation {
  readonly outcome: Outcome;
  readonly steps: readonly TraceStep[];
  readonly active: ActivePolicy | undefined;
  readonly revision: number;
}

export type ExplainPorts = Pick<
  AuthorizePorts,
  'policies' | 'otp' | 'passkeys' | 'saml' | 'trust' | 'clock'
>;

/**
 * Decides a described login and says for each rule why it matches or not. Trust, enrolments and identity providers are
 * looked up as in a login. Nothing is verified, counted, spent or written.
 *
 * @throws GatepostError UNAVAILABLE if a service the outcome depends on cannot be asked
 */
export async function explain(
  described: Described,
  ports: ExplainPorts,
  call: CallScope,
): Promise<Explanation> {
  const set = ports.policies.current();
  const active = set.find(described.account.domain);
  const trace = traceOf(true);
  const connection: Connection = {
    account: described.account.name,
    service: serviceBit(described.service),
    address: described.address,
    trustedIp: described.trustedIp || undefined,
    trustedDevice: described.trustedDevice,
  };
  const facts: LoginFacts = {
    now: ports.clock.now(),
    presented: {
      first: described.first,
      second: described.second,
      passkey: described.passkey,
      ...{ remember: false, prove: false },
    },
    ...{ first: 'right', second: 'right', passkey: 'right' },
    interactive: described.interactive,
    hasOtp: described.hasOtp,
    ...{ hasPasskey: undefined, hasSaml: undefined },
  };
  const looked = { ...described, connection, facts, trace, active };
  const { outcome, connection: seen } = await lookUp(looked, ports, call);
  if (active !== undefined) explainRules(trace, active.policy, seen);
  return { outcome, steps: trace.steps, active, revision: set.revision };
}

interface Looking {
  readonly account: Account;
  readonly address: Address;
  readonly connection: Connection;
  readonly facts: LoginFacts;
  readonly trace: Trace;
  readonly active: ActivePolicy | undefined;
}

/** Looks up facts until the outcome is settled. */
async function lookUp(
  looking: Looking,
  ports: ExplainPorts,
  call: CallScope,
): Promise<{ outcome: Outcome; connection: Connection }> {
  const { active, trace } = looking;
  let { connection, facts } = looking;
  for (;;) {
    const evaluation = evaluateLogin(active?.policy, connection, facts);
    switch (evaluation.kind) {
      case 'decided':
        return { outcome: evaluation.outcome, connection };
      case 'needs-trust':
        connection = await lookUpTrust({ ...looking, connection }, evaluation.trusts, ports, call);
        break;
      case 'needs':
        for (const name of evaluation.facts) {
          const { fact } = await askFact(name, looking.account, ports, call);
          facts = { ...facts, [FACTS[name]]: fact };
          const detail = `${WORDS[name]}: ${fact === 'unavailable' ? fact : fact ? 'yes' : 'no'}`;
          trace.add(() => ({ step: 'outcome', rule: '', detail, held: fact === true }));
        }
        break;
      case 'unavailable':
        throw unavailable(CANNOT_BE_ASKED[evaluation.fact]);
      default:
        return evaluation satisfies never;
    }
  }
}

const FACTS = { otp: 'hasOtp', passkey: 'hasPasskey', saml: 'hasSaml' } as const;
const WORDS: Readonly<Record<FactName, string>> = {
  otp: 'the person has an authenticator',
  passkey: 'the person has a passkey',
  saml: 'the domain has an identity provider',
};

async function lookUpTrust(
  { active, account, address, connection, trace }: Looking,
  trusts: number,
  { trust }: ExplainPorts,
  call: CallScope,
): Promise<Connection> {
  const wanted = (trusts & TRUST_IP) !== 0 && active !== undefined;
  const question = { account: account.name, address: address.text, deviceToken: undefined };
  const found = wanted
    ? await trust.check({ ...question, limits: active.limits }, call)
    : undefined;
  const until = found?.ip?.until;
  const detail = `address ${until ? `trusted until ${new Date(until).toISOString()}` : 'not trusted'}`;
  trace.add(() => ({ step: 'trust', rule: '', detail, held: until !== undefined }));
  return { ...connection, trustedIp: until !== undefined };
}

/** Adds a step for each rule that says why it matches or not. */
export function explainRules(trace: Trace, policy: Policy, connection: Connection): void {
  for (const rule of explainMatch(policy, connection)) {
    const why = rule.matched ? 'matches' : rule.because.join('; ');
    const detail = `${why} (${rule.file}:${rule.line})`;
    trace.add(() => ({ step: 'rule', rule: rule.name, detail, held: rule.matched }));
  }
}
