import { join } from 'node:path';

/** How long Patroni waits, in s; its defaults are 30, 10, 10 and 300. */
export interface PatroniTimes {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
  readonly primary_start_timeout: number;
}

export interface NodeAddresses {
  readonly name: string;
  readonly dir: string;
  /** Where Postgres and Patroni's REST API listen. */
  readonly postgresPort: number;
  readonly apiPort: number;
  /** Where others reach them, and where the node reaches etcd: relays, which can be cut. */
  readonly postgresRelay: number;
  readonly apiRelay: number;
  readonly etcdRelay: number;
}

export interface ClusterSettings {
  readonly times: PatroniTimes;
  readonly binDir: string;
  readonly password: string;
}

/** Patroni's configuration of one node (https://patroni.readthedocs.io/en/latest/yaml_configuration.html). */
export function nodeConfig(node: NodeAddresses, { times, binDir, password }: ClusterSettings) {
  const host = '127.0.0.1';
  return {
    scope: 'gatepost',
    name: node.name,
    restapi: {
      listen: `${host}:${node.apiPort}`,
      connect_address: `${host}:${node.apiRelay}`,
    },
    // With `use_proxies`, Patroni does not go past the relay to the addresses that etcd announces.
    etcd3: { host: `${host}:${node.etcdRelay}`, use_proxies: true },
    bootstrap: {
      dcs: {
        ...times,
        maximum_lag_on_failover: 1_048_576,
        postgresql: {
          use_pg_rewind: true,
          use_slots: true,
          parameters: {
            synchronous_commit: 'on',
            synchronous_standby_names: 'ANY 1 (*)',
            max_connections: 300,
            max_wal_size: '96MB',
            min_wal_size: '32MB',
            wal_log_hints: 'on',
            wal_keep_size: '32MB',
            // How long a standby waits before it tries again to stream; 5 s by default.
            wal_retrieve_retry_interval: '1s',
          },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C' }, 'data-checksums'],
    },
    postgresql: {
      listen: `${host}:${node.postgresPort}`,
      connect_address: `${host}:${node.postgresRelay}`,
      data_dir: join(node.dir, 'data'),
      bin_dir: binDir,
      pgpass: join(node.dir, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password },
        replication: { username: 'replicator', password },
      },
      parameters: { unix_socket_directories: node.dir },
      pg_hba: [
        'host all all 127.0.0.1/32 scram-sha-256',
        'host replication replicator 127.0.0.1/32 scram-sha-256',
      ],
    },
  };
}
