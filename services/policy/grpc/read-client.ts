import type {
  OidcClient,
  Client as WireClient,
} from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import type { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import { type Cidr, parseCidr } from '../../../libs/names/cidr.js';
import { isInteractive } from '../../../libs/names/services.js';
import type { Client, ClientKind } from '../core/session/client.js';

const MAX_DOMAINS = 5000;
const MAX_NETWORKS = 100;
const MAX_URIS = 20;
const ID = /^[a-z0-9._-]{1,64}$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads a client to be registered. */
export function readClient(
  reader: RequestReader,
  wire: WireClient | undefined,
): Omit<Client, 'createdAt'> {
  const { id = '', name = '', service: number = 0, domains = [], networks = [], kind } = wire ?? {};
  if (!ID.test(id)) reader.refuse('client.id', '1 to 64 of a to z, 0 to 9, "-", "_" and "."');
  const service = reader.service('client.service', number);
  if (!isInteractive(service))
    reader.refuse('client.service', 'people do not sign in to this service');
  if (domains.length === 0) reader.refuse('client.domains', 'at least one is needed; * is all');
  if (domains.length > MAX_DOMAINS) reader.refuse('client.domains', `more than ${MAX_DOMAINS}`);
  if (networks.length > MAX_NETWORKS) reader.refuse('client.networks', `over ${MAX_NETWORKS}`);
  return {
    id,
    name: reader.text('client.name', name, { min: 1, max: 64 }),
    service,
    domains: new Set(
      domains.map((domain, n) =>
        domain === '*' ? domain : reader.domain(`client.domains[${n}]`, domain),
      ),
    ),
    networks: networks.flatMap((text, n) => readNetwork(reader, `client.networks[${n}]`, text)),
    how: readKind(reader, kind),
  };
}

function readNetwork(reader: RequestReader, field: string, text: string): Cidr[] {
  const cidr = parseCidr(text);
  if (cidr.ok) return [cidr.value];
  reader.refuse(field, cidr.reason);
  return [];
}

function readKind(reader: RequestReader, kind: WireClient['kind']): ClientKind {
  if (kind?.$case === 'oidc') return readOidc(reader, kind.value);
  if (kind?.$case === 'host') {
    return { kind: 'host', origin: readOrigin(reader, 'client.host.origin', kind.value.origin) };
  }
  reader.refuse('client', 'either oidc or host is needed');
  return { kind: 'host', origin: '' };
}

function readOidc(reader: RequestReader, wire: OidcClient): ClientKind {
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = wire;
  const { public: isPublic, withoutPkce } = wire;
  if (redirectUris.length === 0) reader.refuse('client.oidc.redirect_uris', 'one is needed');
  if (isPublic && withoutPkce) {
    reader.refuse('client.oidc.without_pkce', 'a public client must use PKCE');
  }
  const uris = (field: string, all: readonly string[], mayLoop: boolean) => {
    if (all.length > MAX_URIS) reader.refuse(field, `more than ${MAX_URIS}`);
    return all.map((uri, n) => readUri(reader, `${field}[${n}]`, uri, mayLoop));
  };
  return {
    kind: 'oidc',
    redirectUris: uris('client.oidc.redirect_uris', redirectUris, true),
    postLogoutRedirectUris: uris(
      'client.oidc.post_logout_redirect_uris',
      postLogoutRedirectUris,
      true,
    ),
    backchannelLogoutUri:
      backchannelLogoutUri === ''
        ? ''
        : readUri(reader, 'client.oidc.backchannel_logout_uri', backchannelLogoutUri, false),
    isPublic,
    withoutPkce,
  };
}

/** Reads a URI: absolute, https or on a loopback address (RFC 8252 section 7.3), without fragment or credentials. */
function readUri(reader: RequestReader, field: string, text: string, mayLoop: boolean): string {
  reader.text(field, text, { min: 1, max: 2048 });
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) reader.refuse(field, 'not an absolute URL');
  else if (url.hash !== '' || text.includes('#')) reader.refuse(field, 'has a fragment');
  else if (url.username !== '' || url.password !== '') reader.refuse(field, 'holds credentials');
  else if (url.protocol === 'http:' && !(mayLoop && LOOPBACK.has(url.hostname))) {
    reader.refuse(
      field,
      mayLoop ? 'https is needed, except for a loopback address' : 'https is needed',
    );
  } else if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    reader.refuse(field, 'https is needed');
  }
  return text;
}

function readOrigin(reader: RequestReader, field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.origin !== text || !['https:', 'http:'].includes(url.protocol)) {
    reader.refuse(field, 'not an origin such as https://webmail.example');
  } else if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    reader.refuse(field, 'https is needed, except for a loopback address');
  }
  return text;
}

/** A client in the form of the RPC's answer, without its secret. */
export function clientToWire(client: Client): WireClient {
  const { id, name, service, domains, networks, how, createdAt } = client;
  return {
    ...{ id, name, domains: [...domains], networks: networks.map(({ text }) => text) },
    service: serviceToWire(service),
    kind: kindToWire(how),
    createdAt: new Date(createdAt),
  };
}

function kindToWire(how: ClientKind): WireClient['kind'] {
  if (how.kind === 'host') return { $case: 'host', value: { origin: how.origin } };
  return {
    $case: 'oidc',
    value: {
      redirectUris: [...how.redirectUris],
      postLogoutRedirectUris: [...how.postLogoutRedirectUris],
      backchannelLogoutUri: how.backchannelLogoutUri,
      public: how.isPublic,
      withoutPkce: how.withoutPkce,
    },
  };
}
