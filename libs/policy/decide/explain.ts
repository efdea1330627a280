import { formatWords } from '../../names/address.js';
import { servicesOf } from '../../names/services.js';
import type { RangeSet } from '../compile/compiled.js';
import { trustsOf } from '../language/words.js';
import { contains } from './contains.js';
import { type Connection, heldTrusts } from './match.js';
import type { Policy, ReadyRule } from './policy.js';

const MAX_NAMES = 13;

export interface RuleTrace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly matched: boolean;
  /** Each condition that does not hold, in words; empty where all do. */
  readonly because: readonly string[];
}

/** For each rule in order whether it matches, and if not, why. The first that matches decides. */
export function explainMatch(policy: Policy, connection: Connection): RuleTrace[] {
  return policy.rules.map((ready) => {
    const because = unmet(policy, ready, connection);
    const { name, file, line } = ready.rule;
    return { name, file, line, matched: because.length === 0, because };
  });
}

function unmet(policy: Policy, ready: ReadyRule, connection: Connection): string[] {
  const { account, service, address } = connection;
  const reasons: string[] = [];
  if ((ready.services & service) === 0) {
    reasons.push(
      `the service ${servicesOf(service)[0]} is not ${listOf(servicesOf(ready.services))}`,
    );
  }
  if (ready.members !== null && !ready.members.has(account)) {
    reasons.push(`the account ${account} is not ${whoOf(policy, ready)}`);
  }
  const text = formatWords(address);
  if (ready.from !== null && !contains(ready.from, address)) {
    reasons.push(`the address ${text} is not in ${namesOf(ready.from)}`);
  }
  if (ready.outside !== null && contains(ready.outside, address)) {
    reasons.push(`the address ${text} is in ${namesOf(ready.outside)}`);
  }
  if (ready.when !== 0 && (ready.when & heldTrusts(connection)) === 0) {
    reasons.push(`there is no ${listOf(trustsOf(ready.when))} for this login`);
  }
  return reasons;
}

function whoOf(policy: Policy, { rule }: ReadyRule): string {
  const set = rule.who === null ? undefined : policy.compiled.memberSets[rule.who];
  const groups = (set?.groups ?? []).map((name) => `in the group ${name}`);
  return listOf([...(set?.accounts ?? []), ...groups]);
}

function namesOf({ names }: RangeSet): string {
  return listOf(names);
}

function listOf(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  if (more <= 0) return names.join(' or ');
  return `${names.slice(0, MAX_NAMES).join(', ')} or ${more} more`;
}
