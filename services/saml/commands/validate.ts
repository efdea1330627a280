import { type Findings, validateSettings } from '../core/validate-settings.js';
import type { AdminParts } from './admin-parts.js';

/** Reports what is wrong, or soon will be, with a domain's settings. */
export async function validate(
  { store, clock, urls, readCertificate }: AdminParts,
  { domain }: { domain: string },
): Promise<Findings> {
  const settings = await store.settings(domain);
  const keys = await store.keys(domain);
  const read = (pems: readonly string[]) =>
    pems.map(readCertificate).filter((facts) => facts !== undefined);
  return validateSettings({
    settings,
    urls,
    certificates: read(settings.stored.provider?.certificates ?? []),
    ownCertificates: read(keys.map(({ certificate }) => certificate)),
    now: clock.now(),
  });
}
