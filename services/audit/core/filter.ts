import { domainOfAccount } from '../../../libs/names/account.js';
/** What to look for: all that is present must hold. */
export interface Filter {
  /** Canonical, as are domain and clientIp. */
  readonly account?: string;
  readonly domain?: string;
  /** A range in CIDR form; one address is a range of one. */
  readonly clientIp?: string;
  readonly service?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly rule?: string;
  /** In ms since the epoch: at or after, and before. */
  readonly since?: number;
  readonly until?: number;
  /** A type, or its beginning. */
  readonly type?: string;
  readonly eventId?: string;
}

export const DECISIONS: readonly string[] = ['ALLOW', 'CHALLENGE', 'DENY'];

/** The domain whose events a filter is about; undefined: any. */
export function domainOf(filter: Filter): string | undefined {
  return filter.domain ?? (filter.account && domainOfAccount(filter.account));
}

/**
 * The filter within its domain, an account's own if it names none: who may see a domain is shown no
 * event of another, whatever account the event names.
 */
export function withinDomain(filter: Filter): Filter {
  const domain = domainOf(filter);
  return domain === undefined ? filter : { ...filter, domain };
}
