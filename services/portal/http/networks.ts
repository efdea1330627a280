import type { PageParts } from './parts.js';

/** The most addresses in one request to policy. */
const MOST_ADDRESSES = 100;

/** What the person's domain calls the networks of these addresses. If policy cannot be asked, pages omit the names. */
export async function networksOf(
  { ownSignIns, log }: PageParts,
  ticket: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = [...new Set(addresses)].filter((address) => address !== '').slice(0, MOST_ADDRESSES);
  if (all.length === 0) return new Map();
  try {
    return await ownSignIns.nameNetworks(ticket, all);
  } catch (error) {
    log.warn('networks could not be named', { error });
    return new Map();
  }
}
