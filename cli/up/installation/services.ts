/**
 * The services of an installation, in the order in which they are stopped: the front ones first.
 */
export const SERVICE_NAMES = [
  'edge',
  'console',
  'notice',
  'portal',
  'policy',
  'credential',
  'otp',
  'saml',
  'passkey',
  'trust-store',
  'audit',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A service with a schema of its own. */
export type StoringService = Exclude<ServiceName, 'edge' | 'console'>;

export const STORING_SERVICES = SERVICE_NAMES.filter(
  (name) => name !== 'edge' && name !== 'console',
);

/** The schema, which is also the end of the role's name in Postgres. */
export function schemaOf(service: StoringService): string {
  return service.replaceAll('-', '_');
}

/** The port of each one, above the installation's first port; see `planPorts`. */
export const PORT_OFFSETS: Readonly<Record<ServiceName | 'postgres' | 'nats', number>> = {
  postgres: 0,
  policy: 1,
  credential: 2,
  otp: 3,
  saml: 4,
  'trust-store': 5,
  audit: 6,
  nats: 7,
  edge: 8,
  // Above the replicas and metrics of the others, where no room is left.
  portal: 200,
  passkey: 202,
  notice: 203,
  console: 204,
};
