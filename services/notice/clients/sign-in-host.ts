import { domainOfAccount } from '../../../libs/names/account.js';

export interface SignInHost {
  readonly url: string;
  readonly domains: readonly string[];
}

/** The sign-in host of an account’s domain. Undefined if there is none. */
export function hostOf(hosts: readonly SignInHost[], account: string): SignInHost | undefined {
  const domain = domainOfAccount(account);
  return (
    hosts.find(({ domains }) => domains.includes(domain)) ??
    hosts.find(({ domains }) => domains.includes('*'))
  );
}

/** The URL of an account's own page at its sign-in host. Undefined if there is no host. */
export function ownUrls(hosts: readonly SignInHost[]): (account: string) => string | undefined {
  return (account) => {
    const host = hostOf(hosts, account);
    return host && `${host.url}/`;
  };
}
