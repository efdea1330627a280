import type { CompiledPolicy, CompiledRule } from '../compile/compiled.js';
import { compareSources } from '../language/problem.js';
import { formatDuration } from '../language/values.js';
import { type Space, situationsOf, spaceOf } from '../verify/situations.js';
import { TooMuchWork, Work } from '../verify/work.js';
import { deadRules } from './dead-rules.js';
import { overlappingRules } from './overlapping-rules.js';
import type { Warning } from './warning.js';

const LONG_TRUST = 48 * 3_600_000;

/** About half a second: warnings are worth that, and not more. */
const MOST_WORK = 5e8;

/** What a policy allows that is probably not meant. It looks at all logins there can be. */
export function warnPolicy(policy: CompiledPolicy, mostWork = MOST_WORK): Warning[] {
  return [...warnOfRules(policy, new Work(mostWork)), ...longTrust(policy)].sort(compareSources);
}

function warnOfRules(policy: CompiledPolicy, work: Work): Warning[] {
  try {
    const space = spaceOf(policy, work);
    const reached = new Set<number>();
    for (const { decided } of situationsOf(space)) {
      for (const { rule } of decided) reached.add(rule);
    }
    return [
      ...deadRules(space, reached),
      ...overlappingRules(space, reached),
      ...policy.rules.flatMap((rule, i) => (reached.has(i) ? openPassword(space, rule) : [])),
    ];
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    const { file, line, column } = policy;
    const message = 'too many rules, accounts and ranges to look for rules that never match';
    return [{ kind: 'not-looked-through', file, line, column, message }];
  }
}

/** A rule without `from` is open to everywhere, or to everywhere but a few networks. */
function openPassword({ policy, cells }: Space, rule: CompiledRule): Warning[] {
  if (!rule.require?.includes('password') || rule.when !== 0) return [];
  const set = rule.from === null ? undefined : policy.rangeSets[rule.from];
  if (set !== undefined && !cells.coversFamily(set)) return [];
  const message = `the rule "${rule.name}" lets a password alone in from everywhere`;
  const { file, line, column } = rule;
  return [{ kind: 'open-password', file, line, column, message }];
}

function longTrust({ file, trust }: CompiledPolicy): Warning[] {
  if (trust.ip === undefined || trust.ip.max <= LONG_TRUST) return [];
  const { line, column, max } = trust.ip;
  const message = `an address can be trusted for ${formatDuration(max)}: others may have it by then`;
  return [{ kind: 'long-trust', file, line, column, message }];
}
