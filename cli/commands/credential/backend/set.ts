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
  details: `"*" is every domain without a back end of its own. It holds from the next login on. Servers must be
on the list in the credential service's configuration, and a secret is the name of a file there.`,
  options: [
    {
      flags: '--url <url>',
      about: 'ldaps://host:port, or ldap://host:port with StartTLS; again for the next to ask',
      many: true,
    },
    {
      flags: '--dn-template <dn>',
      about: 'bind as this; {local}, {domain}, {account} are filled in',
    },
    { flags: '--search-base <dn>', about: 'or search first, under this' },
    { flags: '--search-filter <filter>', about: 'for one entry, such as (mail={account})' },
    { flags: '--search-bind-dn <dn>', about: 'bind as this for the search' },
    { flags: '--search-bind-secret <name>', about: 'with the secret of this name' },
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
