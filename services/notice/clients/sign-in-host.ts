import { domainOfAccount } from '../../../libs/names/account.js';

export interface SignInHost {
  readonly url: string;
  readonly domains: readonly string[];
}

/** Where the people of an account's domain sign in; undefined: nowhere. */
export function hostOf(hosts: readonly SignInHost[], account: string): SignInHost | undefined {
  const domain = domainOfAccount(account);
  return (
    hosts.find(({ domains }) => domains.includes(domain)) ??
    hosts.find(({ domains }) => domains.includes('*'))
  );
}
