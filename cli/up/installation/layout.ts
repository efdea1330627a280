import { join } from 'node:path';

/** The paths of an installation. Everything is under one directory. */
export interface Layout {
  readonly home: string;
  /** What the command line needs to reach it. */
  readonly clientConfig: string;
  readonly certificates: string;
  /**
   * One directory for each administrator of some domains, with what that administrator is given.
   */
  readonly access: string;
  /** Secrets of services: keys, database passwords. */
  readonly secrets: string;
  /** A configuration for each replica and an allow-list for each service, written at each start. */
  readonly config: string;
  readonly logs: string;
  /** The state of edge's replicas, one directory each. */
  readonly edge: string;
  /** What each replica of audit signed last, one file each. */
  readonly signedLast: string;
  /** The Postgres cluster. */
  readonly postgres: string;
  /** The configuration of our own nats-server, and its data. */
  readonly natsConfig: string;
  readonly nats: string;
  /** The running processes, so that the next start finds them if this one is killed. */
  readonly processes: string;
}

/** The paths of an installation in the folder `home`. */
export function layoutOf(home: string): Layout {
  return {
    home,
    clientConfig: join(home, 'client.yaml'),
    certificates: join(home, 'certificates'),
    access: join(home, 'access'),
    secrets: join(home, 'secrets'),
    config: join(home, 'config'),
    logs: join(home, 'logs'),
    edge: join(home, 'edge'),
    signedLast: join(home, 'signed'),
    postgres: join(home, 'postgres'),
    natsConfig: join(home, 'config', 'nats', 'server.conf'),
    nats: join(home, 'nats'),
    processes: join(home, 'processes.json'),
  };
}
