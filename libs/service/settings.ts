import { hostname } from 'node:os';
import * as z from 'zod';
import { address, duration, readableFile, serviceSettings } from '../config/index.js';
import { natsSettings } from './nats-settings.js';

/** Services that other services call. */
export const SERVICE_NAMES = [
  'policy',
  'credential',
  'otp',
  'passkey',
  'saml',
  'trust-store',
  'audit',
  'portal',
  'notice',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** The addresses of every replica of a called service. */
function replicas() {
  return z.array(address()).min(1);
}

/**
 * Settings of every service, to spread into its own `z.strictObject`. `peers` names the services
 * that it calls, `optional` those that it calls only if they are configured.
 */
export function statelessSettings<
  const Peers extends readonly ServiceName[],
  const Optional extends readonly ServiceName[] = readonly [],
>(peers: Peers, optional?: Optional) {
  const shape = Object.fromEntries(
    peers.map((name) => [
      name,
      replicas().describe(`Every replica of ${name}, or one name that resolves to all of them.`),
    ]),
  );
  const optionalShape = Object.fromEntries(
    (optional ?? []).map((name) => [
      name,
      replicas().optional().describe(`Every replica of ${name}. Absent: it is not called.`),
    ]),
  );
  return {
    ...serviceSettings,
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'must be a name such as policy-1')
      .prefault(() => hostname().toLowerCase())
      .meta({
        description: 'Name of this replica, unique within its service.',
        usual: "the machine's name",
      }),
    peers: z.strictObject({
      ...(shape as Record<Peers[number], ReturnType<typeof replicas>>),
      ...(optionalShape as Record<Optional[number], z.ZodOptional<ReturnType<typeof replicas>>>),
    }),
  };
}

/** Same as `statelessSettings`, for a service with a database. */
export function baseSettings<
  const Peers extends readonly ServiceName[],
  const Optional extends readonly ServiceName[] = readonly [],
>(peers: Peers, optional?: Optional) {
  return {
    ...statelessSettings(peers, optional),
    database: z.strictObject({
      url: z
        .string()
        .describe(
          '`postgres://role@host:port/database`, without a password. Of several hosts (`a:5432,b:5432`) the one that takes writes is used.',
        ),
      'password-file': readableFile().describe(
        'File with the password. It is read at each connection.',
      ),
      pooler: z
        .string()
        .optional()
        .describe(
          '`postgres://role@host:port/database` of PgBouncer in transaction mode, for all but leaders, notifications and migrations: they go to `url`.',
        ),
      pool: z.int().min(2).max(200).default(10).describe('Most connections.'),
      'acquire-timeout': duration({ min: 100, max: 60_000 })
        .default(2000)
        .describe('How long a call waits for a free connection, or for a new one.'),
    }),
    nats: natsSettings()
      .optional()
      .describe('Absent: no live stream. The record is complete without it.'),
  };
}

/** The configuration that `openStateless` needs, whichever services are called. */
export type StatelessConfig = Omit<z.output<ReturnType<typeof statelessWithoutPeers>>, 'peers'>;

function statelessWithoutPeers() {
  return z.strictObject(statelessSettings([]));
}

/** The configuration that `openBase` needs, whichever services are called. */
export type BaseConfig = Omit<z.output<ReturnType<typeof noPeers>>, 'peers'>;

function noPeers() {
  return z.strictObject(baseSettings([]));
}
