import type { Actor } from '../../../libs/events/definitions/actor.js';
import type { StoredSettings } from '../core/settings.js';
import type { DomainTransaction, NotBeforeAsk } from '../ports.js';

/**
 * Ends what logins by the previous identity provider earned, in the whole domain, if the provider was replaced or
 * removed. Undefined if the provider is the same.
 */
export async function afterProviderChange(
  tx: DomainTransaction,
  change: {
    readonly domain: string;
    readonly before: StoredSettings;
    readonly after: StoredSettings;
    readonly actor: Actor;
  },
): Promise<NotBeforeAsk | undefined> {
  const { domain, before, after, actor } = change;
  const was = before.provider?.entityId;
  if (was === undefined || was === after.provider?.entityId) return undefined;
  return tx.askNotBefore({
    owner: domain,
    reason: 'identity-provider-changed',
    actor: actor.certificate,
  });
}
