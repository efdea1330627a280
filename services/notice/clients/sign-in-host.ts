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
