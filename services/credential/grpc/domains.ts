import { ALL_DOMAINS, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { parseAccount } from '../../../libs/names/account.js';

/** Of all that can be read; what cannot is refused by itself, of no domain. */
export function ofAccounts({ accounts }: { accounts: { account: string }[] }): Domains {
  const read = accounts.map(({ account }) => parseAccount(account));
  const domains = new Set(read.flatMap((account) => (account.ok ? [account.value.domain] : [])));
  return domains.size === 0 ? NO_DOMAIN : [...domains];
}

/** Where passwords go is the operator's to say, whichever domain it is about. */
export function ofBackend(): Domains {
  return ALL_DOMAINS;
}
