import { effectiveSettings, type Urls } from '../core/settings.js';
import type { SamlStore } from '../ports.js';

/** Whether the domain has an identity provider that can be used. */
export async function getAvailability(
  { store, urls }: { readonly store: SamlStore; readonly urls: Urls },
  { domain }: { domain: string },
): Promise<boolean> {
  return effectiveSettings(await store.settings(domain), urls) !== undefined;
}
