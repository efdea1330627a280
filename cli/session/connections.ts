import type { Role } from '../../libs/certificates/identity-uri.js';
import { connect, type Peer } from '../../libs/grpc/client/connect.js';
import { openTls, type TlsSource } from '../../libs/grpc/tls/tls-source.js';
import { createLog } from '../../libs/log/index.js';
import { CliError, EXIT, usageError } from '../output/exit.js';
import type { ClientConfig, Target } from './client-config.js';
import { identityOf } from './roles.js';

/** Connections to services, opened when first needed. */
export interface Connections {
  /** @throws CliError if the configuration has no such service or identity */
  peer(target: Target, role: Role): Promise<Peer>;
  /** One replica of a service, by its address. */
  replica(target: Target, role: Role, address: string): Promise<Peer>;
  close(): void;
}

/** @param as the name of the identity to call with. Default: the first one with the role */
export function openConnections(config: ClientConfig, as: string | undefined): Connections {
  const log = createLog({ service: 'cli', level: 'silent' });
  const sources = new Map<string, Promise<TlsSource>>();
  const peers = new Map<string, Peer>();

  const open = async (target: Target, role: Role, addresses: readonly string[]) => {
    const name = chooseIdentity(config, as, role);
    const key = `${name} ${target} ${addresses.join()}`;
    const opened = peers.get(key);
    if (opened !== undefined) return opened;
    const source = sources.get(name) ?? openTls({ files: filesOf(config, name), log });
    sources.set(name, source);
    const tls = await source;
    const peer = connect({ targets: addresses, tls, expect: identityOf(target) });
    peers.set(key, peer);
    return peer;
  };

  return {
    async peer(target, role) {
      const addresses = config.targets[target];
      if (addresses === undefined) {
        throw new CliError(`the configuration has no target for ${target}`, EXIT.usage);
      }
      return open(
        target,
        role,
        addresses.map(({ text }) => text),
      );
    },
    replica: (target, role, address) => open(target, role, [address]),
    close() {
      for (const peer of peers.values()) peer.close();
      for (const source of sources.values()) {
        source.then(
          (tls) => tls.close(),
          () => undefined,
        );
      }
    },
  };
}

function chooseIdentity(config: ClientConfig, as: string | undefined, role: Role): string {
  const names = Object.keys(config.identities);
  if (as !== undefined) {
    if (names.includes(as)) return as;
    throw usageError(`there is no identity "${as}": give one of ${names.join(' ')}`);
  }
  const first = names.find((name) => config.identities[name]?.uri.role === role);
  // If there is only one certificate, it is used, and the service refuses what it may not do.
  const [only] = names;
  if (first !== undefined) return first;
  if (names.length === 1 && only !== undefined) return only;
  throw new CliError(`the configuration has no identity of role ${role}`, EXIT.usage);
}

function filesOf(config: ClientConfig, name: string) {
  const identity = config.identities[name];
  if (identity === undefined) throw new TypeError(`no identity ${name}`);
  return { ca: config.ca, cert: identity.cert, key: identity.key };
}
