import { type Address, parseAddress } from '../../names/address.js';
import { isInteractive, type Service, serviceBit } from '../../names/services.js';
import { evaluateLogin, type Outcome } from '../decide/evaluate.js';
import { type Policy, sourceOf } from '../decide/policy.js';
import type { Decision, Reason } from '../decide/reason.js';
import { type Factor, TRUST_DEVICE, TRUST_IP, type Trust, trustsOf } from '../language/words.js';
import { firstOf, type Kind, type Presentation } from './outcomes.js';

/** A connection that is decided differently. Everything it presents is right. */
export interface Connection {
  readonly account: string;
  readonly service: Service;
  readonly address: Address;
  /** As bits. */
  readonly trusts: number;
  readonly presentation: Presentation;
  /** ms since the epoch */
  readonly now: number;
}

/** The decision under one document. */
export interface ComparedDecision {
  readonly decision: Decision;
  readonly reason: Reason;
  /** The rule that decides; null if none matches. */
  readonly rule: { readonly name: string; readonly file: string; readonly line: number } | null;
}

export interface Example {
  readonly account: string;
  readonly service: Service;
  readonly address: string;
  readonly trusts: readonly Trust[];
  readonly present: readonly Factor[];
  /** Whether the person has a second factor, if that affects the decision; else null. */
  readonly secondFactor: boolean | null;
  /** ms since the epoch */
  readonly now: number;
  readonly before: ComparedDecision;
  readonly after: ComparedDecision;
}

/**
 * Decides a connection, as a login is decided, under both documents.
 *
 * @throws Error if the connection does not change in that way: no sentence may be made of it
 */
export function exampleOf(
  [before, after]: readonly [Policy | undefined, Policy | undefined],
  connection: Connection,
  kind: Kind,
): Example {
  const [was, is] = [decide(before, connection), decide(after, connection)];
  if (!shows(kind, was, is)) {
    throw new Error(`no example of ${kind}: ${was.decision}, ${is.decision}`);
  }
  const { account, service, address, trusts, presentation, now } = connection;
  return {
    ...{ account, service, address: address.text, trusts: trustsOf(trusts), now },
    ...{ present: presentation.factors, secondFactor: presentation.secondFactor },
    ...{ before: comparedDecision(was, before), after: comparedDecision(is, after) },
  };
}

function shows(kind: Kind, was: Outcome, is: Outcome): boolean {
  const allowed = (outcome: Outcome) => outcome.decision === 'ALLOW';
  const enrols = (outcome: Outcome) =>
    outcome.decision === 'CHALLENGE' && outcome.reason === 'ENROLMENT_REQUIRED';
  switch (kind) {
    case 'refused':
      return allowed(was) && !allowed(is);
    case 'allowed':
      return !allowed(was) && allowed(is);
    case 'enrolment':
      return !allowed(was) && !enrols(was) && enrols(is);
    case 'no-enrolment':
      return enrols(was) && !allowed(is) && !enrols(is);
    case 'bound':
      return allowed(was) && !was.bindSessionToIp && is.bindSessionToIp;
    case 'not-bound':
      return was.bindSessionToIp && allowed(is) && !is.bindSessionToIp;
    default:
      return kind satisfies never;
  }
}

function decide(policy: Policy | undefined, connection: Connection): Outcome {
  const { account, service, address, trusts, presentation, now } = connection;
  const { factors, secondFactor } = presentation;
  const has = secondFactor !== false;
  const evaluation = evaluateLogin(
    policy,
    {
      ...{ account, service: serviceBit(service), address },
      trustedIp: (trusts & TRUST_IP) !== 0,
      trustedDevice: (trusts & TRUST_DEVICE) !== 0,
    },
    {
      now,
      presented: {
        first: firstOf(factors),
        second: factors.includes('otp'),
        passkey: factors.includes('passkey'),
        ...{ recovery: false, remember: false, prove: false },
      },
      ...{ first: 'right', second: 'right', passkey: 'right' },
      interactive: isInteractive(service),
      ...{ hasOtp: has, hasPasskey: has, hasSaml: true },
    },
  );
  if (evaluation.kind !== 'decided') throw new Error(`undecided: ${evaluation.kind}`);
  return evaluation.outcome;
}

function comparedDecision(
  { decision, reason, rule }: Outcome,
  policy: Policy | undefined,
): ComparedDecision {
  if (rule === null || policy === undefined) return { decision, reason, rule: null };
  const { file, line } = sourceOf(policy.described, rule.index);
  return { decision, reason, rule: { name: rule.name, file, line } };
}

/** Addresses that readers recognise as examples. */
const FAMILIAR = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'].flatMap((text) => {
  const parsed = parseAddress(text);
  return parsed.ok ? [parsed.value] : [];
});

/**
 * One address of some ranges: a recognised example address if they hold one, else the first
 * address.
 */
export function addressIn(
  ranges: readonly { readonly first: Address; readonly last: Address }[],
): Address {
  const within = (address: Address) =>
    ranges.some(({ first, last }) => {
      return first.family === address.family && !isLess(address, first) && !isLess(last, address);
    });
  const [range] = ranges;
  if (range === undefined) throw new Error('no addresses');
  return FAMILIAR.find(within) ?? range.first;
}

function isLess(x: Address, y: Address): boolean {
  return (x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d) < 0;
}
