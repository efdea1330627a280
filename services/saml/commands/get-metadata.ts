import { formatSpMetadata } from '../core/messages/sp-metadata.js';
import { acsUrlOf, entityIdOf, fill } from '../core/settings.js';
import type { AdminParts } from './admin-parts.js';
import { prepareKey } from './prepare-key.js';

/**
 * The service provider's metadata. It is available before an identity provider is set, because providers ask for it
 * first. Makes a key if there is none.
 */
export async function getMetadata(
  parts: AdminParts & { readonly frontEnds: readonly string[] },
  { domain }: { domain: string },
): Promise<string> {
  const { store, urls, frontEnds } = parts;
  let settings = await store.settings(domain);
  let keys = await store.keys(domain);
  if (keys.length === 0) {
    const keepKey = await prepareKey(parts, domain);
    await store.onDomain(domain, keepKey);
    settings = await store.settings(domain);
    keys = await store.keys(domain);
  }
  const names = [...new Set([...frontEnds, ...Object.keys(settings.stored.acsUrls)])];
  return formatSpMetadata({
    entityId: entityIdOf(settings, urls),
    signRequests: settings.stored.signRequests ?? true,
    signing: keys.map(({ certificate }) => certificate),
    encryption: keys.at(-1)?.certificate,
    acsUrls: [...new Set(names.map((name) => acsUrlOf(settings, urls, name)))],
    sloUrl: fill(urls.sloUrl, { domain }),
  });
}
