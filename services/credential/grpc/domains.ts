import { ALL_DOMAINS, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { parseAccount } from '../../../libs/names/account.js';

/** The domains of all readable accounts. Unreadable ones are refused separately and belong to no domain. */
export function ofAccounts({ accounts }: { accounts: { account: string }[] }): Domains {
  const read = accounts.map(({ account }) => parseAccount(account));
  const domains = new Set(read.flatMap((account) => (account.ok ? [account.value.domain] : [])));
  return domains.size === 0 ? NO_DOMAIN : [...domains];
}

/** Only an operator decides where passwords go, whatever the domain. */
export function ofBackend(): Domains {
  return ALL_DOMAINS;
}
