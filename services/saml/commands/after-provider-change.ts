import type { Actor } from '../../../libs/events/definitions/actor.js';
import type { StoredSettings } from '../core/settings.js';
import type { DomainTransaction, NotBeforeAsk } from '../ports.js';

/**
 * Another identity provider, or none: what logins by the one before earned is over, in the whole
 * domain. Undefined: the provider is the same.
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
