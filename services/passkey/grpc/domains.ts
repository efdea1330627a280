import { ALL_DOMAINS, type Domains } from '../../../libs/grpc/index.js';
import { claimedAccount } from '../../../libs/ticket/index.js';
import { readRequest } from './convert.js';

/** The domains that requests touch, for the allow-list. @throws GatepostError INVALID_ARGUMENT */
export function ofAccount({ account }: { account: string }): Domains {
  return readRequest((reader) => reader.account('account', account).domain);
}

/** As the ticket claims: the handler verifies it. */
export function ofTicket({ ticket }: { ticket: string }): Domains {
  const account = claimedAccount(ticket);
  return readRequest((reader) => reader.account('ticket', account).domain);
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
