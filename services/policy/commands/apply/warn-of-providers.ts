import { withinAbortScope } from '../../../../libs/clock/index.js';
import {
  type ProviderRule,
  providersUnknown,
  withoutProvider,
} from '../../../../libs/policy/warn/provider-rules.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import type { Saml } from '../../ports/factors.js';
import { callUntil } from '../call-until.js';

/** How long a change waits for the saml service's answer. */
const ASKING_MS = 3000;

/**
 * Warns of rules that require SAML in domains without an identity provider. The saml service is asked about all domains
 * at once. If it cannot be asked, one warning says so and the change goes on.
 */
export async function warnOfProviders(
  rules: readonly ProviderRule[],
  saml: Pick<Saml, 'availableAmong'>,
): Promise<Warning[]> {
  if (rules.length === 0) return [];
  const domains = rules.map(({ domain }) => domain);
  const until = performance.now() + ASKING_MS;
  try {
    const provided = await withinAbortScope({ signals: [], ms: ASKING_MS }, (signal) =>
      saml.availableAmong(domains, callUntil(until, signal)),
    );
    return withoutProvider(rules, provided);
  } catch {
    return [providersUnknown(rules)].flatMap((warning) => warning ?? []);
  }
}
