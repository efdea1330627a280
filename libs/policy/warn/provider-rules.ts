import type { CompiledPolicy } from '../compile/compiled.js';
import type { Source } from '../language/problem.js';
import { factorsOf } from '../language/words.js';
import type { Warning } from './warning.js';

/** The first rule of a domain that accepts SAML, which needs an identity provider there. */
export interface ProviderRule extends Source {
  readonly domain: string;
  /** The name of the rule. */
  readonly name: string;
}

/** Undefined if no rule accepts SAML, and for `*`, which is not a domain. */
export function providerRule({ domain, rules }: CompiledPolicy): ProviderRule | undefined {
  const rule = rules.find(({ require }) => require?.flatMap(factorsOf).includes('saml'));
  if (domain === '*' || rule === undefined) return undefined;
  const { name, file, line, column } = rule;
  return { domain, name, file, line, column };
}

/**
 * Warnings for rules of domains without an identity provider. A rule of a template is reported
 * once, however many domains extend it.
 * @param provided the domains that have one
 */
export function withoutProvider(
  rules: readonly ProviderRule[],
  provided: ReadonlySet<string>,
): Warning[] {
  const groups = new Map<string, ProviderRule[]>();
  for (const rule of rules.filter(({ domain }) => !provided.has(domain))) {
    const key = JSON.stringify([rule.file, rule.line, rule.column, rule.name]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rule]);
    else group.push(rule);
  }
  return [...groups.values()].map((group) => {
    const [{ domain, name, file, line, column }] = group as [ProviderRule];
    const others = group.length === 1 ? '' : ` and ${group.length - 1} more`;
    const has = group.length === 1 ? 'has' : 'have';
    const message = `"${name}" takes SAML, and ${domain}${others} ${has} no identity provider: set one with "gatepost saml import", or leave saml out`;
    return { kind: 'no-provider', file, line, column, message };
  });
}

/**
 * One warning instead of those, if saml could not be asked about providers. Undefined if there is
 * nothing to ask.
 */
export function providersUnknown(rules: readonly ProviderRule[]): Warning | undefined {
  const [first] = rules;
  if (first === undefined) return undefined;
  const { name, file, line, column } = first;
  const message = `saml cannot be asked whether ${first.domain} has an identity provider, which "${name}" needs, nor about other domains: apply with --dry-run again later`;
  return { kind: 'no-provider', file, line, column, message };
}
