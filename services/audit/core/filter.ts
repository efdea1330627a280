import { domainOfAccount } from '../../../libs/names/account.js';
/** A search. All conditions that are present must hold. */
export interface Filter {
  /** Canonical, like domain and clientIp. */
  readonly account?: string;
  readonly domain?: string;
  /** A range in CIDR form; a single address is a range of one. */
  readonly clientIp?: string;
  readonly service?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly rule?: string;
  /** In ms since the epoch. `since` is inclusive, `until` exclusive. */
  readonly since?: number;
  readonly until?: number;
  /** A type or a prefix of one. */
  readonly type?: string;
  readonly eventId?: string;
}

export const DECISIONS: readonly string[] = ['ALLOW', 'CHALLENGE', 'DENY'];

/** The domain that a filter is about. Undefined if it is about any. */
export function domainOf(filter: Filter): string | undefined {
  return filter.domain ?? (filter.account && domainOfAccount(filter.account));
}

/**
 * Restricts the filter to its domain, or to the domain of its account. A caller who may see a domain is then shown no
 * event of another domain, whatever account the event names.
 */
export function withinDomain(filter: Filter): Filter {
  const domain = domainOf(filter);
  return domain === undefined ? filter : { ...filter, domain };
}
