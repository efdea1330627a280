import { effectiveSettings, type Urls } from '../core/settings.js';
import type { SamlStore } from '../ports.js';

interface Parts {
  readonly store: SamlStore;
  readonly urls: Urls;
}

/** Whether the domain has a usable identity provider. */
export async function getAvailability(
  { store, urls }: Parts,
  { domain }: { domain: string },
): Promise<boolean> {
  return effectiveSettings(await store.settings(domain), urls) !== undefined;
}

/** The domains for which `getAvailability` is true. */
export async function batchGetAvailability(
  { store, urls }: Parts,
  { domains }: { domains: readonly string[] },
): Promise<string[]> {
  const all = await store.settingsOf(domains);
  return all
    .filter((settings) => effectiveSettings(settings, urls) !== undefined)
    .map(({ domain }) => domain);
}
