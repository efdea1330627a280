import { createServer } from 'node:net';
import { PORT_OFFSETS, SERVICE_NAMES, type ServiceName } from './services.js';

/** How many replicas of each service run; absent: one, and none of notice, which needs a relay, and of the console. */
export type Replicas = Readonly<Partial<Record<ServiceName, number>>>;

export interface ReplicaPlan {
  /** `policy-1` */
  readonly name: string;
  readonly service: ServiceName;
  readonly port: number;
  readonly metricsPort: number;
}

/** The ports of the demo: its identity provider, a webmail, and where the command line listens. */
export interface SingleSignOnPorts {
  readonly provider: number;
  readonly webmail: number;
  readonly commandLine: number;
  /** Luca's desk, with his phone and his mail program. */
  readonly desk: number;
}

export interface PortPlan {
  readonly postgres: number;
  /** For our own nats-server; see choose-stream.ts. */
  readonly nats: number;
  readonly singleSignOn: SingleSignOnPorts;
  readonly replicas: readonly ReplicaPlan[];
}

/** Replica n listens 10 (n - 1) ports above the first; metrics are 100 above that. */
const REPLICA_STEP = 10;
const METRICS_ABOVE = 100;
const NOT_UNASKED: ReadonlySet<ServiceName> = new Set(['notice', 'console']);
/** More replicas than any service has. */
const SINGLE_SIGN_ON_ABOVE = 90;

/** Gives every replica its ports, the same at each start. */
export function planPorts(base: number, replicas: Replicas): PortPlan {
  const plans = SERVICE_NAMES.flatMap((service) =>
    Array.from({ length: replicas[service] ?? (NOT_UNASKED.has(service) ? 0 : 1) }, (_, index) => {
      const port = base + PORT_OFFSETS[service] + REPLICA_STEP * index;
      return { name: `${service}-${index + 1}`, service, port, metricsPort: port + METRICS_ABOVE };
    }),
  );
  return {
    postgres: base + PORT_OFFSETS.postgres,
    nats: base + PORT_OFFSETS.nats,
    singleSignOn: {
      provider: base + SINGLE_SIGN_ON_ABOVE,
      webmail: base + SINGLE_SIGN_ON_ABOVE + 1,
      commandLine: base + SINGLE_SIGN_ON_ABOVE + 2,
      desk: base + SINGLE_SIGN_ON_ABOVE + 3,
    },
    replicas: plans,
  };
}

/** The port on which a replica of edge serves forward authentication. */
export function forwardAuthPort(edgePort: number): number {
  return edgePort + 1;
}

/** Where a replica of portal or of the console serves its pages, beside its own port. */
export function pagesPort(port: number): number {
  return port + 5;
}

/** The ports of the plan on which something listens now. */
export async function portsInUse(plan: PortPlan): Promise<number[]> {
  const ports = [
    plan.postgres,
    plan.nats,
    plan.singleSignOn.provider,
    plan.singleSignOn.webmail,
    plan.singleSignOn.desk,
    ...plan.replicas.flatMap((r) => [r.port, r.metricsPort]),
    ...plan.replicas.filter((r) => r.service === 'edge').map((r) => forwardAuthPort(r.port)),
    ...plan.replicas
      .filter((r) => r.service === 'portal' || r.service === 'console')
      .map((r) => pagesPort(r.port)),
  ];
  const free = await Promise.all(ports.map(isFree));
  return ports.filter((_, index) => free[index] !== true);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve(true)));
  });
}
