import type { Client } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { formatFields } from '../../output/output.js';
import { serviceName } from '../../wire/names.js';

/** A client, with names instead of numbers. */
export function viewClient({ kind, service, ...client }: Client) {
  return {
    ...client,
    service: serviceName(service),
    ...(kind?.$case === 'oidc' ? { oidc: kind.value } : {}),
    ...(kind?.$case === 'host' ? { host: kind.value } : {}),
  };
}

/** How the client signs people in. */
export function howOf({ kind }: Client): string {
  if (kind?.$case === 'host') return `forward authentication, ${kind.value.origin}`;
  if (kind?.$case !== 'oidc') return '';
  const { public: isPublic, withoutPkce } = kind.value;
  if (isPublic) return 'OpenID Connect, public';
  return withoutPkce ? 'OpenID Connect, without PKCE' : 'OpenID Connect';
}

/** A client as fields, without its secret. */
export function formatClient(client: Client): string {
  const { id, name, service, domains, networks, kind } = client;
  return formatFields([
    ['id', id],
    ['name', name],
    ['service', serviceName(service)],
    ['domains', domains.join(', ')],
    ['opens mail from', networks.join(', ') || 'nowhere'],
    ['signs in by', howOf(client)],
    ['redirects', kind?.$case === 'oidc' ? kind.value.redirectUris.join(' ') : ''],
  ]);
}
