import type { EventActor } from '../core/events.js';
import { NO_SETTINGS } from '../core/settings.js';
import { type AdminParts, demandSettings } from './admin-parts.js';

/**
 * Removes a domain's identity provider with all its settings. Keys stay, for one that comes after it.
 * @throws GatepostError NOT_FOUND
 */
export async function removeProvider(
  { store }: AdminParts,
  { domain, actor }: { domain: string; actor: EventActor },
): Promise<void> {
  await store.onDomain(domain, async (tx) => {
    demandSettings(tx.settings);
    const { version } = await tx.save(NO_SETTINGS);
    await tx.append({ type: 'removed', domain, version, actor });
  });
}
