import { formatWords } from '../../names/address.js';
import { servicesOf } from '../../names/services.js';
import { trustsOf } from '../language/words.js';
import { type Connection, heldTrusts, isAmong, isInside } from './match.js';
import { type Policy, sourceOf } from './policy.js';
import type { ReadyRule } from './shape.js';

const MAX_NAMES = 13;

export interface RuleTrace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly matched: boolean;
  /** Each condition that does not hold, in words; empty if all hold. */
  readonly because: readonly string[];
}

/**
 * Says for each rule, in order, whether it matches and if not, why. The first rule that matches
 * decides.
 */
export function explainMatch(policy: Policy, connection: Connection): RuleTrace[] {
  return policy.shape.rules.map((ready, index) => {
    const because = unmet(policy, ready, connection);
    const { file, line } = sourceOf(policy.described, index);
    return { name: ready.name, file, line, matched: because.length === 0, because };
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
  if (ready.who !== null && !isAmong(policy, ready.who, account)) {
    reasons.push(`the account ${account} is not ${whoOf(policy, ready.who)}`);
  }
  const text = formatWords(address);
  if (ready.from !== null && !isInside(policy, ready.from, address)) {
    reasons.push(`the address ${text} is not in ${namesOf(policy, ready.from)}`);
  }
  if (ready.outside !== null && isInside(policy, ready.outside, address)) {
    reasons.push(`the address ${text} is in ${namesOf(policy, ready.outside)}`);
  }
  if (ready.when !== 0 && (ready.when & heldTrusts(connection)) === 0) {
    reasons.push(`there is no ${listOf(trustsOf(ready.when))} for this login`);
  }
  return reasons;
}

function whoOf({ described }: Policy, who: number): string {
  const set = described.who[who];
  const groups = (set?.groups ?? []).map((name) => `in the group ${name}`);
  return listOf([...(set?.accounts ?? []), ...groups]);
}

function namesOf({ described }: Policy, set: number): string {
  return listOf(described.networks[set] ?? []);
}

function listOf(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  if (more <= 0) return names.join(' or ');
  return `${names.slice(0, MAX_NAMES).join(', ')} or ${more} more`;
}
