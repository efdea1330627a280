import type { Backend } from '../../../../libs/gen/gatepost/credential/v1/credential.js';
import { usageError } from '../../../output/exit.js';
import type { Kind } from './names.js';

/** Options for a directory only. */
export interface LdapOptions {
  readonly url?: readonly string[];
  readonly dnTemplate?: string;
  readonly searchBase?: string;
  readonly searchFilter?: string;
  readonly searchBindDn?: string;
  readonly searchBindSecret?: string;
  readonly serverTimeout?: number;
  readonly accountAttribute?: string;
}

const FLAGS: Readonly<Record<keyof LdapOptions, string>> = {
  url: '--url',
  dnTemplate: '--dn-template',
  searchBase: '--search-base',
  searchFilter: '--search-filter',
  searchBindDn: '--search-bind-dn',
  searchBindSecret: '--search-bind-secret',
  serverTimeout: '--server-timeout',
  accountAttribute: '--account-attribute',
};

/**
 * The back end in its wire form. The server checks whether the settings fit together.
 * @throws CliError if settings of a directory are given for another kind
 */
export function readKind(kind: Kind, options: LdapOptions): NonNullable<Backend['kind']> {
  if (kind === 'ldap') return { $case: 'ldap', value: ldapFrom(options) };
  const names = Object.keys(FLAGS) as (keyof LdapOptions)[];
  const stray = names.find((name) => options[name] !== undefined);
  if (stray !== undefined) throw usageError(`${FLAGS[stray]} is for ldap, not for ${kind}`);
  return kind === 'embedded' ? { $case: 'embedded', value: {} } : { $case: 'none', value: {} };
}

function ldapFrom(options: LdapOptions) {
  return {
    urls: [...(options.url ?? [])],
    dnTemplate: options.dnTemplate ?? '',
    searchBase: options.searchBase ?? '',
    searchFilter: options.searchFilter ?? '',
    searchBindDn: options.searchBindDn ?? '',
    searchBindSecret: options.searchBindSecret ?? '',
    timeoutMs: options.serverTimeout ?? 0,
    accountAttribute: options.accountAttribute ?? '',
  };
}
