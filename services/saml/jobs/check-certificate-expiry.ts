import type { Parts } from '../assemble.js';
import { expiryOf } from '../core/validate-settings.js';

/** How many certificates have expired or expire within 30 days, by owner. */
export interface ExpiryCounts {
  provider: number;
  own: number;
}

const PAGE = 100;

/** Checks the certificates of all domains, and logs each that expires soon. */
export async function checkCertificateExpiry(
  parts: Pick<Parts, 'store' | 'readCertificate' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<ExpiryCounts> {
  const { store, readCertificate, clock, log } = parts;
  const counts: ExpiryCounts = { provider: 0, own: 0 };
  let after = '';
  while (!signal.aborted) {
    const page = await store.certificates({ after, limit: PAGE });
    for (const certificates of page) {
      const { domain } = certificates;
      for (const source of ['provider', 'own'] as const) {
        for (const pem of certificates[source]) {
          const facts = readCertificate(pem);
          const findings = facts === undefined ? [] : expiryOf(facts, clock.now());
          counts[source] += findings.length;
          for (const finding of findings) {
            log.warn('a SAML certificate has to be replaced', { domain, of: source, finding });
          }
        }
      }
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?.domain ?? '';
  }
  return counts;
}
