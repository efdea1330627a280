import {
  AppPasswordsOnChange,
  CredentialAdminServiceService as CredentialAdmin,
} from '../../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../../input/common-options.js';
import { parseWhole } from '../../../input/durations.js';
import { parseKind, parseOnChange } from './names.js';
import { type LdapOptions, readKind } from './read-kind.js';

interface Options extends ActorOptions, LdapOptions {
  readonly onChange?: AppPasswordsOnChange;
}

export const backendSet = defineCommand<Options>({
  usage: 'set <domain> <kind>',
  about: 'Set where the main passwords of a domain are verified: embedded, ldap or none.',
  details: `"*" is every domain without a back end of its own. Applies from the next login on. The configuration of
the credential service lists the allowed servers and the directory of secrets; a secret is the name of a file in that
directory.`,
  options: [
    {
      flags: '--url <url>',
      about:
        'ldaps://host:port, or ldap://host:port with StartTLS; may be repeated, tried in this order',
      many: true,
    },
    {
      flags: '--dn-template <dn>',
      about: 'bind as this DN; {local}, {domain}, {account} are filled in',
    },
    { flags: '--search-base <dn>', about: 'instead of a template: search under this DN' },
    { flags: '--search-filter <filter>', about: 'find one entry, such as (mail={account})' },
    { flags: '--search-bind-dn <dn>', about: 'bind as this DN for the search' },
    { flags: '--search-bind-secret <name>', about: 'password for that bind: the name of a secret' },
    {
      flags: '--account-attribute <name>',
      about:
        'where an entry carries its account, compared exactly (default: what template or filter compares)',
    },
    {
      flags: '--server-timeout <ms>',
      about: 'how long to wait for one server (default: 2000)',
      read: (text) => parseWhole(text, { min: 100, max: 10_000 }),
    },
    {
      flags: '--on-change <keep|revoke>',
      about: 'what a new main password does to app passwords (default: keep)',
      read: parseOnChange,
    },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    "credential backend set '*' embedded --on-change revoke",
    'credential backend set a.tld ldap --url ldaps://ldap.example:636 --dn-template "uid={local},ou=people,dc=example"',
    'credential backend set b.tld none --comment "the portal verifies"',
  ],
  async run({ call, out }, [domain = '', kindText = ''], options) {
    const kind = parseKind(kindText);
    const backend = {
      domain,
      kind: readKind(kind, options),
      appPasswordsOnChange: options.onChange ?? AppPasswordsOnChange.UNSPECIFIED,
    };
    await call(CredentialAdmin.setBackend, { backend, actor: actorFrom(options) });
    out.result({ domain, kind }, () => `${domain}: ${kind}, from the next login on`);
    if (kind === 'ldap') out.note(`Try it: gatepost credential backend test ${domain}`);
    return undefined;
  },
});
