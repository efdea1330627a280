import { ALL_DOMAINS, type Domains } from '../../../libs/grpc/index.js';
import { claimedAccount } from '../../../libs/ticket/index.js';
import { EVERY_DOMAIN } from '../core/limits.js';
import { readRequest } from './read-request.js';

/** The domains that requests touch, for the allow-list. @throws GatepostError INVALID_ARGUMENT */
export function ofAccount({ account }: { account: string }): Domains {
  return readRequest((reader) => reader.account('account', account).domain);
}

/** As the ticket claims: the handler verifies it. */
export function ofTicket({ ticket }: { ticket: string }): Domains {
  const account = claimedAccount(ticket);
  return readRequest((reader) => reader.account('ticket', account).domain);
}

/** Where neither is named, or the domain is `*`: every domain. */
export function ofAccountOrDomain(request: { account: string; domain: string }): Domains {
  const { account, domain } = request;
  if (account === '' && (domain === '' || domain === EVERY_DOMAIN)) return ALL_DOMAINS;
  return readRequest((reader) => [
    ...(account === '' ? [] : [reader.account('account', account).domain]),
    ...(domain === '' ? [] : [reader.domain('domain', domain)]),
  ]);
}

/** Those listed under `field`; `*` among them is every domain. */
export function ofDomains(field: string, domains: readonly string[]): Domains {
  if (domains.includes(EVERY_DOMAIN)) return ALL_DOMAINS;
  return readRequest((reader) => domains.map((name, n) => reader.domain(`${field}[${n}]`, name)));
}
