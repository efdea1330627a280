import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ensureCertificates, type Role } from '../../../libs/certificates/index.js';
import { writeNatsConfig } from '../nats/nats-config.js';
import { clientConfig } from './client-config.js';
import { type Delegate, readDelegates } from './delegates.js';
import { writeWhole } from './files.js';
import { IDENTITIES } from './identities.js';
import { type Layout, layoutOf } from './layout.js';
import { ownSettings } from './own-settings.js';
import type { PortPlan } from './ports.js';
import { ensureSecrets, type Secrets } from './secrets.js';
import { type Deployment, serviceConfig } from './service-config.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';
import { accessFileOf, writeAllowLists } from './write-access.js';
import { writeBundle } from './write-bundle.js';

export interface PrepareOptions
  extends Pick<
    Deployment,
    | 'plan'
    | 'offsetFile'
    | 'traces'
    | 'route'
    | 'pooler'
    | 'stream'
    | 'edge'
    | 'relay'
    | 'acquireTimeout'
  > {
  readonly home: string;
  /** The name of the database. */
  readonly database: string;
  /** The domains that the identity `corp-admin` administers. */
  readonly corpDomains: readonly string[];
  /** In ms since the epoch. */
  readonly now: number;
}

/** All files of an installation; nothing runs yet. */
export interface Installation {
  readonly layout: Layout;
  readonly plan: PortPlan;
  readonly secrets: Secrets;
  /** The certificate of an identity; see identities.ts. */
  tlsOf(role: Role, name: string): { ca: string; cert: string; key: string };
  /** The path of a replica's configuration. */
  configOf(replica: string): string;
}

/**
 * Creates what is missing of an installation, and writes its configuration again. Existing
 * certificates, keys and passwords stay. If it is killed at any moment and run again, the result is
 * the same.
 */
export async function prepareInstallation(options: PrepareOptions): Promise<Installation> {
  const { home, plan, now, corpDomains } = options;
  const layout = layoutOf(home);
  for (const dir of [layout.secrets, layout.config, layout.logs, layout.edge]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  const added = readDelegates(home);
  const services = SERVICE_NAMES.map((name) => ({ role: 'service' as const, name }));
  const administrators = added.map(({ name }) => ({ role: 'admin' as const, name }));
  const identities = [...services, ...IDENTITIES, ...administrators];
  const certificates = await ensureCertificates({ dir: layout.certificates, identities, now });
  const secrets = ensureSecrets(layout.secrets);
  const accessOf = (service: ServiceName) => accessFileOf(layout, service);
  writeAllowLists(layout, [...corpAdmin(corpDomains), ...added]);
  const configOf = (replica: string) => join(layout.config, `${replica}.yaml`);
  const tlsOf = (service: ServiceName) => certificates.filesOf('service', service);
  const deployment: Deployment = {
    ...options,
    secrets,
    tlsOf,
    accessOf,
    edgeState: layout.edge,
    signedLast: layout.signedLast,
  };
  for (const replica of plan.replicas) {
    const own = ownSettings(layout.config, replica.service);
    writeYaml(configOf(replica.name), { ...serviceConfig(replica, deployment), ...own });
  }
  if (options.stream?.kind === 'own') {
    const { version } = options.stream;
    const passwordFiles = secrets.natsPasswords;
    const parts = { file: layout.natsConfig, port: plan.nats, dir: layout.nats };
    writeNatsConfig({ ...parts, passwordFiles, version });
  }
  const tls = (role: Role, name: string) => certificates.filesOf(role, name);
  writeYaml(layout.clientConfig, clientConfig({ plan, secrets, tlsOf: tls, ca: certificates.ca }));
  for (const { name } of added) {
    const files = tls('admin', name);
    writeBundle(join(layout.access, name), { name, files, clientConfig: layout.clientConfig });
  }
  return { layout, plan, secrets, configOf, tlsOf: tls };
}

function corpAdmin(domains: readonly string[]): Delegate[] {
  return domains.length === 0 ? [] : [{ name: 'corp-admin', domains }];
}

function writeYaml(path: string, value: object): void {
  writeWhole(path, stringify(value, { lineWidth: 0 }), 0o600);
}

/** Where the process of this name writes. */
export function logOf({ layout }: Installation, process: string): string {
  return join(layout.logs, `${process}.log`);
}
