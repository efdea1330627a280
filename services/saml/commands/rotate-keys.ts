import type { Actor } from '../../../libs/events/definitions/actor.js';
import { samlKeysChanged } from '../../../libs/events/definitions/saml.js';
import type { AdminParts } from './admin-parts.js';

/**
 * Makes a new key for a domain. Until `retireKeys`, the old key signs and both keys decrypt, because the provider may
 * not know the new one yet.
 * @returns its certificate, PEM
 */
export async function rotateKeys(
  { store, spKeys, clock }: AdminParts,
  { domain, actor }: { domain: string; actor: Actor },
): Promise<string> {
  // Takes half a second, so no lock is held meanwhile.
  const key = await spKeys.generate(domain, clock.now());
  await store.onDomain(domain, async (tx) => {
    await tx.addKey(key);
    const { version } = await tx.save(tx.settings.stored);
    await tx.emit(samlKeysChanged, { domain, version, change: 'rotated', actor });
  });
  return key.certificate;
}

/**
 * Retires the keys that a newer one has replaced. The newest signs from then on.
 * @returns how many
 */
export async function retireKeys(
  { store, clock }: AdminParts,
  { domain, actor }: { domain: string; actor: Actor },
): Promise<number> {
  return store.onDomain(domain, async (tx) => {
    const retired = await tx.retireKeys(clock.now());
    if (retired === 0) return 0;
    const { version } = await tx.save(tx.settings.stored);
    await tx.emit(samlKeysChanged, { domain, version, change: 'retired', actor });
    return retired;
  });
}
