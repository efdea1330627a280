import type { Service } from '../../../../libs/names/services.js';
import type { Decision, Reason } from '../../../../libs/policy/decide/reason.js';
import { type Genuine, PROVEN_AFTER_MS } from './genuine.js';
import type { TrialLogin } from './trial-login.js';

/** Logins of one account at one service that one rule of the candidate decides differently. */
export interface Difference {
  readonly account: string;
  readonly service: Service;
  readonly was: Decision;
  readonly wouldBe: Decision;
  readonly ruleWas: string;
  readonly ruleWouldBe: string;
  /** Undefined if it depends on something that was not asked. */
  readonly reasonWouldBe: Reason | undefined;
  count: number;
  /** How many of these were allowed logins that are known to be the person's own. */
  genuine: number;
  /** The time of the newest login, in ms since the epoch, and its decision id. */
  last: number;
  lastDecisionId: string;
}

export interface TrialCounts {
  readonly logins: number;
  /** How many logins the candidate would have decided in each way. */
  readonly allowed: number;
  readonly challenged: number;
  readonly denied: number;
  readonly unknown: number;
  readonly failed: number;
  /** Decided differently by the candidate. */
  readonly changed: number;
  /** Allowed, but denied by the candidate. */
  readonly refusedGenuine: number;
  readonly refusedRecent: number;
  readonly refusedDisowned: number;
  /** Allowed, but challenged by the candidate. */
  readonly askedMore: number;
  /** Not allowed, but allowed by the candidate. */
  readonly newlyAllowed: number;
  /** How many groups of differences are kept, and how many logins belong to groups that are not. */
  readonly differences: number;
  readonly notKept: number;
}

/** The most groups kept in memory for sorting. The rest are only counted. */
const MOST_KEPT = 20_000;
/** At most one login in this many may be unknown. */
const UNKNOWN_OF = 100;

const COUNTED = { ALLOW: 'allowed', CHALLENGE: 'challenged', DENY: 'denied' } as const;
const REFUSED = {
  genuine: 'refusedGenuine',
  recent: 'refusedRecent',
  disowned: 'refusedDisowned',
} as const;

/** Whether the candidate would refuse a login that was allowed. */
export function isRefused({ was, result }: TrialLogin): boolean {
  return was === 'ALLOW' && result.kind === 'decided' && result.decision === 'DENY';
}

/** Counts a trial's findings and groups the differences by person and rule. */
export class TrialTally {
  readonly #counts: { -readonly [Name in keyof TrialCounts]: number } = {
    ...{ logins: 0, allowed: 0, challenged: 0, denied: 0, unknown: 0, failed: 0, changed: 0 },
    ...{ refusedGenuine: 0, refusedRecent: 0, refusedDisowned: 0 },
    ...{ askedMore: 0, newlyAllowed: 0, differences: 0, notKept: 0 },
  };
  readonly #groups = new Map<string, Difference>();

  /** @param genuine whether an allowed login was the person's own */
  add(login: TrialLogin, genuine: Genuine): void {
    const counts = this.#counts;
    const { result, was } = login;
    counts.logins += 1;
    if (result.kind === 'unknown') {
      counts[result.why === 'failed' ? 'failed' : 'unknown'] += 1;
      return;
    }
    counts[COUNTED[result.decision]] += 1;
    if (result.decision === was) return;
    counts.changed += 1;
    if (isRefused(login)) counts[REFUSED[genuine]] += 1;
    else if (was === 'ALLOW') counts.askedMore += 1;
    else if (result.decision === 'ALLOW') counts.newlyAllowed += 1;
    this.#group(login, result, genuine);
  }

  #group(
    { account, service, was, ruleWas, time, decisionId }: TrialLogin,
    result: Extract<TrialLogin['result'], { kind: 'decided' }>,
    genuine: Genuine,
  ): void {
    const { decision: wouldBe, reason: reasonWouldBe, rule: ruleWouldBe = '' } = result;
    const key = JSON.stringify([
      account,
      service,
      was,
      wouldBe,
      ruleWas,
      ruleWouldBe,
      reasonWouldBe,
    ]);
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size === MOST_KEPT) {
        this.#counts.notKept += 1;
        return;
      }
      this.#counts.differences += 1;
      group = {
        ...{ account, service, was, wouldBe, ruleWas, ruleWouldBe, reasonWouldBe },
        ...{ count: 0, genuine: 0, last: time, lastDecisionId: decisionId },
      };
      this.#groups.set(key, group);
    }
    group.count += 1;
    if (was === 'ALLOW' && genuine === 'genuine') group.genuine += 1;
    if (time <= group.last) return;
    group.last = time;
    group.lastDecisionId = decisionId;
  }

  get counts(): TrialCounts {
    return { ...this.#counts };
  }

  /**
   * Refused genuine logins first, then other refusals, then other allowed logins, then the rest. Within each, the
   * largest groups come first.
   */
  differences(atMost: number): Difference[] {
    const rank = ({ was, wouldBe, genuine }: Difference) =>
      was !== 'ALLOW' ? 0 : wouldBe !== 'DENY' ? 1 : genuine === 0 ? 2 : 3;
    return [...this.#groups.values()]
      .sort((x, y) => rank(y) - rank(x) || y.count - x.count)
      .slice(0, atMost);
  }
}

/**
 * Whether a candidate can be applied without surprises, as far as its trial shows. It must have run for 14 days,
 * refused no login that was or may have been the person's own, and had an answer for all but a few logins.
 */
export function isReady(
  { logins, unknown, failed, refusedGenuine, refusedRecent }: TrialCounts,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): boolean {
  if (logins === 0 || now - startedAt < PROVEN_AFTER_MS) return false;
  return refusedGenuine + refusedRecent + failed === 0 && unknown * UNKNOWN_OF <= logins;
}
