import type { Actor } from '../../../libs/events/definitions/actor.js';
import { samlRemoved } from '../../../libs/events/definitions/saml.js';
import { NO_SETTINGS } from '../core/settings.js';
import { type AdminParts, demandSettings } from './admin-parts.js';
import { afterProviderChange } from './after-provider-change.js';

/**
 * Removes a domain's identity provider with all its settings. Keys stay, for a later provider.
 * @throws GatepostError NOT_FOUND
 */
export async function removeProvider(
  { store, notBefore }: AdminParts,
  { domain, actor }: { domain: string; actor: Actor },
): Promise<void> {
  const ask = await store.onDomain(domain, async (tx) => {
    const before = demandSettings(tx.settings).stored;
    const { version } = await tx.save(NO_SETTINGS);
    await tx.emit(samlRemoved, { domain, version, actor });
    return afterProviderChange(tx, { domain, before, after: NO_SETTINGS, actor });
  });
  if (ask !== undefined) await notBefore.send(ask);
}
