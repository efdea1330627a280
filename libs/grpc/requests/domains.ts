import { claimedAccount } from '../../ticket/index.js';
import { ALL_DOMAINS, type Domains } from '../access/domains.js';
import { readRequest } from './read-request.js';

// The domains that requests touch, for the allow-list. Each function throws GatepostError
// INVALID_ARGUMENT naming the field. Wherever a request names a domain, `*` means every domain.

const EVERY_DOMAIN = '*';

/** The domain of the request's account. */
export function ofAccount({ account }: { account: string }): Domains {
  return readRequest((reader) => reader.account('account', account).domain);
}

/** The canonical account that an act is about. A one-time ticket of an administrator names it. */
export function aboutAccount({ account }: { account: string }): string {
  return readRequest((reader) => reader.account('account', account).name);
}

/** The canonical account that the request is about, if it names one. */
export function aboutAccountIfNamed(request: { account: string }): string | undefined {
  return request.account === '' ? undefined : aboutAccount(request);
}

/** The domain of the account that the ticket claims. The handler verifies the ticket. */
export function ofTicket({ ticket }: { ticket: string }): Domains {
  const account = claimedAccount(ticket);
  return readRequest((reader) => reader.account('ticket', account).domain);
}

/** The domain that the request names. `*` is every domain. */
export function ofDomain({ domain }: { domain: string }): Domains {
  if (domain === EVERY_DOMAIN) return ALL_DOMAINS;
  return readRequest((reader) => reader.domain('domain', domain));
}

/** Every domain if the request names neither. */
export function ofAccountOrDomain(request: { account: string; domain: string }): Domains {
  const { account, domain } = request;
  if (account === '') return domain === '' ? ALL_DOMAINS : ofDomain({ domain });
  return readRequest((reader) => [
    reader.account('account', account).domain,
    ...(domain === '' ? [] : [reader.domain('domain', domain)]),
  ]);
}

/** Without an account, every domain: failures at an address may concern accounts of any domain. */
export function ofAccountOrAddress({ account }: { account: string }): Domains {
  return account === '' ? ALL_DOMAINS : ofAccount({ account });
}

/** The domains listed in `field`. */
export function ofDomains(field: string, domains: readonly string[]): Domains {
  if (domains.includes(EVERY_DOMAIN)) return ALL_DOMAINS;
  return readRequest((reader) => domains.map((name, n) => reader.domain(`${field}[${n}]`, name)));
}
