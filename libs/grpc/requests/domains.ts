import { claimedAccount } from '../../ticket/index.js';
import { ALL_DOMAINS, type Domains } from '../access/domains.js';
import { readRequest } from './read-request.js';

// The domains that requests touch, for the allow-list: each throws GatepostError INVALID_ARGUMENT that
// names the field. `*` as a domain is every domain, wherever a request names one.

const EVERY_DOMAIN = '*';

/** The domain of the request's account. */
export function ofAccount({ account }: { account: string }): Domains {
  return readRequest((reader) => reader.account('account', account).domain);
}

/** Whom an act is about, canonical: what an administrator's ticket of factors just given names. */
export function aboutAccount({ account }: { account: string }): string {
  return readRequest((reader) => reader.account('account', account).name);
}

/** As the ticket claims: the handler verifies it. */
export function ofTicket({ ticket }: { ticket: string }): Domains {
  const account = claimedAccount(ticket);
  return readRequest((reader) => reader.account('ticket', account).domain);
}

/** The domain that the request names. `*` is every domain. */
export function ofDomain({ domain }: { domain: string }): Domains {
  if (domain === EVERY_DOMAIN) return ALL_DOMAINS;
  return readRequest((reader) => reader.domain('domain', domain));
}

/** Where neither is named: every domain. */
export function ofAccountOrDomain(request: { account: string; domain: string }): Domains {
  const { account, domain } = request;
  if (account === '') return domain === '' ? ALL_DOMAINS : ofDomain({ domain });
  return readRequest((reader) => [
    reader.account('account', account).domain,
    ...(domain === '' ? [] : [reader.domain('domain', domain)]),
  ]);
}

/** Failures at an address are of accounts of any domain. */
export function ofAccountOrAddress({ account }: { account: string }): Domains {
  return account === '' ? ALL_DOMAINS : ofAccount({ account });
}

/** Those listed under `field`. */
export function ofDomains(field: string, domains: readonly string[]): Domains {
  if (domains.includes(EVERY_DOMAIN)) return ALL_DOMAINS;
  return readRequest((reader) => domains.map((name, n) => reader.domain(`${field}[${n}]`, name)));
}
