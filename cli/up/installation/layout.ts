import { join } from 'node:path';

/** Where an installation keeps what; everything is under one directory. */
export interface Layout {
  readonly home: string;
  /** What the command line needs to reach it. */
  readonly clientConfig: string;
  readonly certificates: string;
  /** What each administrator of some domains is given, a directory each. */
  readonly access: string;
  /** Secrets of services: keys, database passwords. */
  readonly secrets: string;
  /** A configuration a replica and an allow-list a service, written at each start. */
  readonly config: string;
  readonly logs: string;
  /** What replicas of edge remember, a directory each. */
  readonly edge: string;
  /** What replicas of audit signed last, a file each. */
  readonly signedLast: string;
  /** The Postgres cluster. */
  readonly postgres: string;
  /** Of a nats-server of ours, and what it keeps. */
  readonly natsConfig: string;
  readonly nats: string;
  /** Who runs now, to be found by the next start should this one be killed. */
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
