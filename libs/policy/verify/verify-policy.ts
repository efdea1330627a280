import type { CompiledPolicy, MemberSet } from '../compile/compiled.js';
import { graceEnd } from '../compile/grace.js';
import { formatSource } from '../compile/merge.js';
import { type Check, checksFor, type Violation } from './check-assertion.js';
import { checkLimits } from './check-limits.js';
import type { AccountClass } from './classes.js';
import type { Failure, SessionUse } from './failure.js';
import { sessionUses } from './session-uses.js';
import { type Asserted, type Outline, situationsOf, spaceOf } from './situations.js';
import { TooMuchWork, Work } from './work.js';

/** A few seconds. No document that people write comes near it. */
const MOST_WORK = 2e9;

export interface Verification {
  readonly policy: CompiledPolicy;
  /** The policy of `*`, whose guardrails and limits bind all others; null if there is none. */
  readonly star: CompiledPolicy | null;
  /**
   * ms since the epoch. A `never` takes a grace period into account if it is still running then.
   */
  readonly now: number;
  /** See `Work`. */
  readonly mostWork?: number;
}

/**
 * Checks every assertion, guardrail and limit that binds a policy against all possible logins: each
 * address, service, account and trust state. Returns one failure for each broken demand.
 */
export function verifyPolicy(verification: Verification): Failure[] {
  const { policy, star, now, mostWork = MOST_WORK } = verification;
  const failures = star?.limits ? checkLimits(policy, star.limits) : [];
  const setsOf = ({ rangeSets, memberSets }: CompiledPolicy) => ({ rangeSets, memberSets });
  const own = policy.asserts.map((assertion) => ({ assertion, ...setsOf(policy) }));
  const binding = star ? star.guardrails.map((assertion) => ({ assertion, ...setsOf(star) })) : [];
  const asserted: Asserted[] = [...own, ...binding];
  if (asserted.length === 0) return failures;
  try {
    const found = violationsOf(policy, asserted, { now, work: new Work(mostWork) });
    for (const one of asserted) {
      const violation = found.get(one);
      if (violation) failures.push(failureOf(policy, one, violation, binding.includes(one)));
    }
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    failures.push(undecided(policy));
  }
  return failures;
}

/** For each assertion that does not hold, what breaks it. @throws TooMuchWork */
function violationsOf(
  policy: CompiledPolicy,
  asserted: readonly Asserted[],
  { now, work }: { now: number; work: Work },
): Map<Asserted, Violation> {
  const space = spaceOf(policy, work, asserted);
  const { enrolment, memberSets } = policy;
  const isGraced = ({ sets }: AccountClass) => {
    const isAmong = (who: number) => sets.has(memberSets[who] as MemberSet);
    return enrolment !== null && now < (graceEnd(enrolment, isAmong) ?? 0);
  };
  const context = { isGraced, uses: sessionUses(space) };
  const open = new Map(asserted.map((one) => [one, checksFor(space, one, context)]));
  const found = new Map<Asserted, Violation>();
  const concernsAny = (outline: Outline) => {
    work.spend(4 * open.size);
    const concerns = (check: Check) => check.concerns(outline);
    for (const checks of open.values()) if (checks.some(concerns)) return true;
    return false;
  };
  for (const situation of situationsOf(space, concernsAny)) {
    for (const [one, checks] of open) {
      for (const check of checks) {
        const violation = check.concerns(situation) ? check.violation(situation) : undefined;
        if (violation === undefined) continue;
        found.set(one, violation);
        open.delete(one);
        break;
      }
    }
  }
  return found;
}

/** A demand that cannot be decided does not count as met. */
function undecided({ domain, file, line, column }: CompiledPolicy): Failure {
  const message = 'too many rules, accounts and ranges to decide what is demanded of them';
  return { kind: 'undecided', domain, file, line, column, guardrail: false, message };
}

function failureOf(
  policy: CompiledPolicy,
  { assertion }: Asserted,
  { rule, counterexample }: Violation,
  guardrail: boolean,
): Failure {
  const { kind, file, line, column } = assertion;
  const { account, present, grace, session } = counterexample;
  const who = `${account} at ${placeOf(counterexample)}`;
  const factors = present.join(' + ') || 'nothing';
  const allowed = kind === 'never' ? 'is let in on' : 'is not let in on';
  const by = rule === null ? 'no rule matches' : `rule "${rule.name}" (${formatSource(rule)})`;
  const graced = grace ? ' in the grace period' : '';
  const opened = session
    ? `, and the session opens ${placeOf(session)}: rule "${session.rule.name}" (${formatSource(session.rule)})`
    : '';
  const message = `${who} ${allowed} ${factors}${graced}: ${by}${opened}`;
  return {
    kind,
    file,
    line,
    column,
    domain: policy.domain,
    guardrail,
    message,
    counterexample,
    rule: rule && { name: rule.name, file: rule.file, line: rule.line, column: rule.column },
  };
}

/** A service and an address, and the trusts that hold there. */
function placeOf({ service, address, trusts }: Omit<SessionUse, 'rule'>): string {
  const held = trusts.length > 0 ? `, holding ${trusts.join(' and ')}` : '';
  return `${service} from ${address}${held}`;
}
