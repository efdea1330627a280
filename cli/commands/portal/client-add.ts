import type { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { ClientAdminServiceService as ClientAdmin } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { usageError } from '../../output/exit.js';
import { parseService } from '../../wire/names.js';
import { formatClient, viewClient } from './view-client.js';

interface Options extends ActorOptions {
  readonly name?: string;
  readonly service?: Service;
  readonly domain: string[];
  readonly network?: string[];
  readonly redirect?: string[];
  readonly afterLogout?: string[];
  readonly backchannelLogout?: string;
  readonly public?: boolean;
  readonly withoutPkce?: boolean;
  readonly host?: string;
  readonly newSecret?: boolean;
}

export const clientAdd = defineCommand<Options>({
  usage: 'add <id>',
  about: 'Register a webmail, or a host behind forward authentication; or change it.',
  details: `With --redirect it is a client of OpenID Connect, and its secret is shown only once. With --host it is a
host behind edge's forward authentication. Tokens of its sessions open mail only from its --network, whatever a rule
says. Repeating the command replaces everything but the secret.`,
  options: [
    { flags: '--name <text>', about: 'its name on the sign-in page (default: the id)' },
    {
      flags: '--service <service>',
      about: 'what people sign in for (default: WebUI)',
      read: parseService,
    },
    {
      flags: '--domain <domain>',
      about: 'whose accounts; may be repeated; "*": all',
      many: true,
      required: true,
    },
    {
      flags: '--network <cidr>',
      about: 'where it opens mail from; may be repeated (default: it opens none)',
      many: true,
    },
    { flags: '--redirect <url>', about: 'redirect URI; may be repeated', many: true },
    {
      flags: '--after-logout <url>',
      about: 'where the browser may go after sign-out; may be repeated',
      many: true,
    },
    { flags: '--backchannel-logout <url>', about: 'where logout tokens are sent' },
    { flags: '--public', about: 'a native client: no secret, PKCE, rotating refresh tokens' },
    { flags: '--without-pkce', about: 'it does not support PKCE, such as Roundcube before 1.7' },
    { flags: '--host <origin>', about: 'the protected host, https://webmail.example' },
    { flags: '--new-secret', about: 'make a new secret; the old one stops working at once' },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'portal client add roundcube --domain a.tld --network 192.0.2.40/32 --redirect https://mail.a.tld/index.php/login/oauth --without-pkce',
    'portal client add sogo --domain a.tld --network 192.0.2.41/32 --host https://sogo.a.tld',
    'portal client add roundcube --domain a.tld --network 192.0.2.40/32 --redirect https://mail.a.tld/index.php/login/oauth --new-secret',
  ],
  async run({ call, out }, [id = ''], options) {
    const { client, secret } = await call(ClientAdmin.putClient, {
      client: {
        ...{ id, name: options.name ?? id, service: options.service ?? parseService('WebUI') },
        ...{ domains: options.domain, networks: options.network ?? [] },
        kind: kindOf(options),
        createdAt: undefined,
      },
      newSecret: options.newSecret ?? false,
      actor: actorFrom(options),
    });
    out.result({ client: client && viewClient(client), ...(secret && { secret }) }, () => {
      const shown = client === undefined ? '' : formatClient(client);
      return secret === '' ? shown : `${shown}\n\nsecret, shown this once: ${secret}`;
    });
    return undefined;
  },
});

function kindOf(options: Options) {
  const { redirect, host } = options;
  if ((redirect === undefined) === (host === undefined)) {
    throw usageError('give either --redirect (OpenID Connect) or --host (forward authentication)');
  }
  if (host !== undefined) return { $case: 'host', value: { origin: host } } as const;
  return {
    $case: 'oidc',
    value: {
      redirectUris: redirect ?? [],
      postLogoutRedirectUris: options.afterLogout ?? [],
      backchannelLogoutUri: options.backchannelLogout ?? '',
      public: options.public ?? false,
      withoutPkce: options.withoutPkce ?? false,
    },
  } as const;
}
