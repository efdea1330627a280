import { ALL_DOMAINS, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { parseAccount } from '../../../libs/names/account.js';
import { claimedAccount } from '../../../libs/ticket/index.js';
import { readRequest } from './convert.js';

/** The domains that requests touch, for the allow-list. @throws GatepostError INVALID_ARGUMENT */
export function ofAccount({ account }: { account: string }): Domains {
  return readRequest((reader) => reader.account('account', account).domain);
}

/** Of all that can be read; what cannot is refused by itself, of no domain. */
export function ofAccounts({ accounts }: { accounts: { account: string }[] }): Domains {
  const read = accounts.map(({ account }) => parseAccount(account));
  const domains = new Set(read.flatMap((account) => (account.ok ? [account.value.domain] : [])));
  return domains.size === 0 ? NO_DOMAIN : [...domains];
}

/** As the ticket claims: the handler verifies it. */
export function ofTicket({ ticket }: { ticket: string }): Domains {
  const account = claimedAccount(ticket);
  return readRequest((reader) => reader.account('ticket', account).domain);
}

/** `*` is every domain. */
export function ofDomain({ domain }: { domain: string }): Domains {
  if (domain === '*') return ALL_DOMAINS;
  return readRequest((reader) => reader.domain('domain', domain));
}

/** Where neither is named: every domain. */
export function ofAccountOrDomain(request: { account: string; domain: string }): Domains {
  const { account, domain } = request;
  if (account === '' && domain === '') return ALL_DOMAINS;
  return readRequest((reader) => [
    ...(account === '' ? [] : [reader.account('account', account).domain]),
    ...(domain === '' ? [] : [reader.domain('domain', domain)]),
  ]);
}

/** Failures at an address are of accounts of any domain. */
export function ofAccountOrAddress({ account }: { account: string }): Domains {
  return account === '' ? ALL_DOMAINS : ofAccount({ account });
}

/** Where passwords go is the operator's to say, whichever domain it is about. */
export function ofBackend(): Domains {
  return ALL_DOMAINS;
}
