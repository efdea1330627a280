import type { CompiledPolicy, CompiledRule } from '../compile/compiled.js';
import { compareSources } from '../language/problem.js';
import { formatDuration } from '../language/values.js';
import { INTERACTIVE, type Space, situationsOf, spaceOf } from '../verify/situations.js';
import { TooMuchWork, Work } from '../verify/work.js';
import { overlappingRules } from './overlapping-rules.js';
import { takenEarlier } from './taken-earlier.js';
import { unobtainable } from './unobtainable.js';
import { unreachableRules } from './unreachable-rules.js';
import type { Warning } from './warning.js';

const LONG_TRUST = 48 * 3_600_000;

/** About half a second: warnings are not worth more. */
const MOST_WORK = 5e8;

/** Finds what a policy allows that is probably not intended. It looks at all possible logins. */
export function warnPolicy(policy: CompiledPolicy, mostWork = MOST_WORK): Warning[] {
  return [
    ...warnOfRules(policy, new Work(mostWork)),
    ...longTrust(policy),
    ...looseEnrolment(policy),
    ...boundSessions(policy),
  ].sort(compareSources);
}

function warnOfRules(policy: CompiledPolicy, work: Work): Warning[] {
  try {
    const space = spaceOf(policy, work);
    const reached = new Set<number>();
    for (const { decided } of situationsOf(space)) {
      for (const { rule } of decided) reached.add(rule);
    }
    return [
      ...unreachableRules(space, reached),
      ...overlappingRules(space, reached),
      ...takenEarlier(space),
      ...unobtainable(space, reached),
      ...policy.rules.flatMap((rule, i) => (reached.has(i) ? openPassword(space, rule) : [])),
    ];
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    const { file, line, column } = policy;
    const message = 'too many rules, accounts and ranges to look for rules that never match';
    return [{ kind: 'not-looked-through', file, line, column, message }];
  }
}

/** A rule without `from` is open to everywhere, except for the networks in `outside`. */
function openPassword({ policy, cells }: Space, rule: CompiledRule): Warning[] {
  if (!rule.require?.includes('password') || rule.when !== 0) return [];
  const set = rule.from === null ? undefined : policy.rangeSets[rule.from];
  if (set !== undefined && !cells.coversFamily(set)) return [];
  const message = `the rule "${rule.name}" lets a password alone in from everywhere`;
  const { file, line, column } = rule;
  return [{ kind: 'open-password', file, line, column, message }];
}

function longTrust({ trust }: CompiledPolicy): Warning[] {
  if (trust.ip === undefined || trust.ip.max <= LONG_TRUST) return [];
  const { file, line, column, max } = trust.ip;
  const message = `an address can be trusted for ${formatDuration(max)}: others may have it by then`;
  return [{ kind: 'long-trust', file, line, column, message }];
}

/** Warns of what a person who knows only a password can set up. */
function looseEnrolment({ enrolment }: CompiledPolicy): Warning[] {
  if (enrolment === null) return [];
  const { file, line, column, anywhere, appPasswords } = enrolment;
  const place = { file, line, column };
  const warnings: Warning[] = [];
  if (anywhere) {
    const message =
      'who knows a password alone can set up the second factor of whoever has none, from anywhere: name networks in enrolment.from, or have the first factors set up by an administrator';
    warnings.push({ kind: 'enrol-anywhere', ...place, message });
  }
  if (appPasswords) {
    const message =
      'inside enrolment.from a password alone makes an app password for whoever has no second factor; it ends when they enrol';
    warnings.push({ kind: 'password-makes-app-password', ...place, message });
  }
  return warnings;
}

function boundSessions({ rules, trust }: CompiledPolicy): Warning[] {
  if (trust.session === undefined) return [];
  return rules.flatMap((rule): Warning[] => {
    if (!rule.bindSessionToIp || (rule.services & INTERACTIVE) === 0) return [];
    const { name, file, line, column } = rule;
    const message = `the rule "${name}" has bind-session-to-ip: a webmail that signs in by OpenID Connect gets no session there; use forward authentication, or leave it out`;
    return [{ kind: 'bound-session', file, line, column, message }];
  });
}
