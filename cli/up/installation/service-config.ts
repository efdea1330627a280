import { join } from 'node:path';
import type { TlsFilePaths } from '../../../libs/certificates/index.js';
import type { Stream } from '../nats/choose-stream.js';
import { NATS_USERS } from '../nats/nats-config.js';
import { forwardAuthPort, type PortPlan, pagesPort, type ReplicaPlan } from './ports.js';
import { RECORD_ORIGIN, type Secrets } from './secrets.js';
import { type ServiceName, type StoringService, schemaOf } from './services.js';

/** What the configurations of all replicas share. */
export interface Deployment {
  readonly plan: PortPlan;
  readonly secrets: Secrets;
  readonly tlsOf: (service: ServiceName) => TlsFilePaths;
  /** The path of a service's allow-list. */
  readonly accessOf: (service: ServiceName) => string;
  readonly database: string;
  /** Where spans are sent, and which share of them. */
  readonly traces?: { readonly endpoint: string; readonly ratio: number } | undefined;
  /**
   * Where notice delivers its mails, such as `smtp://127.0.0.1:25`; absent: notice does not run.
   */
  readonly relay?: URL | undefined;
  /** Where edge keeps its state. */
  readonly edgeState: string;
  /** Where each replica of audit keeps what it signed last. */
  readonly signedLast: string;
  /** Replaces the default keys of edge's configuration: tests have listeners of their own. */
  readonly edge?: object | undefined;
  /** How long a call waits for a connection to Postgres, such as `20s`; absent: the default. */
  readonly acquireTimeout?: string | undefined;
  /** Absent: the real time. */
  readonly offsetFile?: string | undefined;
  readonly stream?: Stream | undefined;
  /** The port of a pooler on this machine that every service's statements go through. */
  readonly pooler?: number | undefined;
  /**
   * The address at which `from` should reach `to`, which listens at `address`: tests place a proxy
   * in between.
   */
  readonly route?: ((from: string, to: string, address: string) => string) | undefined;
}

/** The configuration file of one replica, as an object; see each service's `config.ts`. */
export function serviceConfig(replica: ReplicaPlan, deployment: Deployment): object {
  const { plan, secrets, tlsOf, accessOf, database, offsetFile, traces, route } = deployment;
  const { acquireTimeout, pooler } = deployment;
  const { name, service, port, metricsPort } = replica;
  const at = (to: string, address: string) => route?.(name, to, address) ?? address;
  const postgresAt = (storing: StoringService, address: string) =>
    `postgres://gatepost_${schemaOf(storing)}@${address}/${database}`;
  const stores = (storing: StoringService) => ({
    database: {
      url: postgresAt(storing, at('postgres', `127.0.0.1:${plan.postgres}`)),
      ...(pooler === undefined ? {} : { pooler: postgresAt(storing, `127.0.0.1:${pooler}`) }),
      'password-file': secrets.databasePasswords[storing],
      ...(acquireTimeout === undefined ? {} : { 'acquire-timeout': acquireTimeout }),
    },
    ...natsSettings(deployment, at('nats', `127.0.0.1:${plan.nats}`)),
  });
  const addressesOf = (peer: ServiceName) =>
    plan.replicas
      .filter((other) => other.service === peer)
      .map((other) => at(other.name, `127.0.0.1:${other.port}`));
  return {
    name,
    listen: `127.0.0.1:${port}`,
    metrics: { listen: `127.0.0.1:${metricsPort}` },
    tls: tlsOf(service),
    access: accessOf(service),
    ...(service === 'edge' || service === 'console' ? {} : stores(service)),
    peers: Object.fromEntries(
      PEERS[service]
        .filter((peer) => addressesOf(peer).length > 0)
        .map((peer) => [peer, addressesOf(peer)]),
    ),
    ...(traces === undefined ? {} : { traces }),
    ...(offsetFile === undefined ? {} : { clock: { 'offset-file': offsetFile } }),
    ...ownKeys(replica, deployment),
  };
}

/** Where services send their events in addition to the record. */
function natsSettings({ stream, secrets }: Deployment, own: string): object {
  switch (stream?.kind) {
    case 'external':
      return { nats: { servers: stream.servers } };
    case 'own': {
      const servers = [`nats://${own}`];
      const passwordFile = secrets.natsPasswords.services;
      return { nats: { servers, user: NATS_USERS.services, 'password-file': passwordFile } };
    }
    default:
      return {};
  }
}

/** The services that each service calls. */
const PEERS: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  policy: ['credential', 'otp', 'passkey', 'saml', 'trust-store', 'audit', 'portal'],
  credential: ['trust-store', 'audit'],
  otp: ['credential', 'trust-store', 'audit'],
  passkey: ['credential', 'otp', 'trust-store', 'audit'],
  saml: ['trust-store', 'audit'],
  'trust-store': ['audit'],
  audit: ['trust-store'],
  edge: ['policy', 'trust-store', 'audit', 'portal'],
  portal: ['policy', 'credential', 'otp', 'passkey', 'trust-store', 'audit', 'notice'],
  notice: ['portal', 'trust-store', 'audit'],
  console: ['policy', 'credential', 'otp', 'passkey', 'trust-store', 'audit'],
};

const WEB_SERVICES = ['WebUI', 'Dav', 'EAS', 'SOAP'];

/** By default, edge serves forward authentication and Envoy, for a proxy on this machine. */
function edgeKeys({ name, port }: ReplicaPlan, deployment: Deployment): object {
  const { secrets, edgeState, edge } = deployment;
  return {
    state: join(edgeState, name),
    sessions: { 'key-file': secrets.sessionKey },
    envoy: { domains: ['*'], services: WEB_SERVICES, 'trusted-proxies': [] },
    ...(edge ?? {
      listeners: [
        {
          protocol: 'forward-auth',
          name: 'forward-auth',
          listen: `127.0.0.1:${forwardAuthPort(port)}`,
          'secret-file': secrets.forwardAuthSecret,
          domains: ['*'],
          services: WEB_SERVICES,
          'trusted-proxies': ['127.0.0.1/32'],
          sessions: true,
        },
      ],
    }),
  };
}

function ownKeys(replica: ReplicaPlan, deployment: Deployment): object {
  const { service } = replica;
  if (service === 'edge') return edgeKeys(replica, deployment);
  if (service === 'portal') return portalKeys(replica, deployment);
  if (service === 'console') return consoleKeys(replica, deployment);
  if (service === 'notice') return noticeKeys(deployment);
  if (service === 'passkey') return passkeyKeys(deployment);
  const keys = OWN_KEYS[service](deployment.secrets);
  return service === 'audit' ? { ...keys, record: recordKeys(replica, deployment) } : keys;
}

function recordKeys({ name }: ReplicaPlan, { secrets, signedLast }: Deployment): object {
  const remember = join(signedLast, `${name}.checkpoint`);
  return { origin: RECORD_ORIGIN, keys: [secrets.recordKey], remember };
}

/**
 * The pages are for browsers on this machine. A replica after the first has its own port and the
 * first one's address.
 */
function portalKeys({ port }: ReplicaPlan, { plan, secrets }: Deployment): object {
  return {
    keys: secrets.portalKeys,
    http: { listen: `127.0.0.1:${pagesPort(port)}`, 'trusted-proxies': [] },
    hosts: [{ url: pagesUrl(plan) }],
  };
}

function consoleKeys({ port }: ReplicaPlan, { plan, secrets }: Deployment): object {
  return {
    keys: secrets.consoleKeys,
    http: { listen: `127.0.0.1:${pagesPort(port)}`, 'trusted-proxies': [] },
    url: consoleUrl(plan) ?? '',
    'sign-in': { url: pagesUrl(plan), 'secret-file': secrets.consoleSecret },
  };
}

/** Mails begin at once: in a new installation there is nothing to learn from first. */
function noticeKeys({ plan, secrets, relay }: Deployment): object {
  if (relay === undefined) throw new Error('notice runs where there is a relay');
  return {
    keys: secrets.noticeKeys,
    'ticket-key': secrets.disownKey,
    'ticket-keys': [secrets.ticketPublicKey],
    relay: { address: relay.host, tls: relay.protocol === 'smtps:' ? 'implicit' : 'none' },
    from: 'no-reply@gatepost.localhost',
    hosts: [{ url: pagesUrl(plan) }],
    learning: '0s',
  };
}

/** The hosts are those of the pages. */
function passkeyKeys({ plan, secrets }: Deployment): object {
  return {
    'ticket-keys': [secrets.ticketPublicKey],
    'disown-keys': [secrets.disownPublicKey],
    keys: secrets.passkeyKeys,
    hosts: [{ url: pagesUrl(plan) }],
  };
}

/** The address of the sign-in page. */
export function pagesUrl(plan: PortPlan): string {
  const [first] = plan.replicas.filter(({ service }) => service === 'portal');
  return `http://localhost:${pagesPort(first?.port ?? 0)}`;
}

/** Where administrators work; undefined: no console runs. */
export function consoleUrl(plan: PortPlan): string | undefined {
  const first = plan.replicas.find(({ service }) => service === 'console');
  return first && `http://localhost:${pagesPort(first.port)}`;
}

const OWN_KEYS: Readonly<
  Record<Exclude<StoringService, 'portal' | 'notice' | 'passkey'>, (secrets: Secrets) => object>
> = {
  policy: ({ ticketKey, policySessionKeys }) => ({
    'ticket-key': ticketKey,
    'session-keys': policySessionKeys,
  }),
  credential: ({ ticketPublicKey, disownPublicKey, credentialKeys }) => ({
    'ticket-keys': [ticketPublicKey],
    'disown-keys': [disownPublicKey],
    keys: credentialKeys,
  }),
  otp: ({ ticketPublicKey, disownPublicKey, otpKeys }) => ({
    'ticket-keys': [ticketPublicKey],
    'disown-keys': [disownPublicKey],
    keys: otpKeys,
  }),
  saml: ({ samlKeys }) => ({
    keys: samlKeys,
    // A domain with sign-in pages sets its own URLs; see docs/saml.md.
    urls: {
      'entity-id': 'https://gatepost.localhost/saml/{domain}',
      acs: 'https://{front-end}.localhost/saml/{domain}/acs',
      slo: 'https://gatepost.localhost/saml/{domain}/slo',
    },
    'front-ends': ['mail', 'webmail', 'portal'],
  }),
  'trust-store': ({ ticketPublicKey, disownPublicKey }) => ({
    'ticket-keys': [ticketPublicKey],
    'disown-keys': [disownPublicKey],
  }),
  audit: ({ ticketPublicKey }) => ({
    'ticket-keys': [ticketPublicKey],
    // So that recent events can be proven soon.
    checkpoints: { every: '2s' },
  }),
};
