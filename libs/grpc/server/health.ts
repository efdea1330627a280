import { service as definition } from 'grpc-health-check';
import { notFound } from '../../errors/index.js';
import { NO_DOMAIN } from '../access/domains.js';
import {
  type CallContext,
  defineService,
  type Service,
  type ServiceDefinition,
} from './service.js';

type ServingStatus = 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';

/** Names beside the services that health answers for, each with whether all is well there. */
export type Conditions = Readonly<Record<string, () => boolean>>;

/**
 * What grpc.health.v1 says of this server: for `''` and for each of its services alike, for a
 * condition only as long as that holds as well.
 */
export interface Health {
  readonly service: Service;
  isServing(): boolean;
  /** Said again, it looks at the conditions. */
  set(serving: boolean): void;
}

/** The health service. It says NOT_SERVING until it is set. */
export function createHealth(serviceNames: readonly string[], conditions: Conditions = {}): Health {
  const known = new Set(['', ...serviceNames, ...Object.keys(conditions)]);
  let serving = false;
  let told = '';
  const waiting = new Set<() => void>();

  const statusOf = (name: string): ServingStatus => {
    if (!known.has(name)) return 'SERVICE_UNKNOWN';
    return serving && (conditions[name]?.() ?? true) ? 'SERVING' : 'NOT_SERVING';
  };
  const nextChange = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  async function* watch({ service }: { service: string }, { signal }: CallContext) {
    let told: ServingStatus | undefined;
    while (!signal.aborted) {
      const now = statusOf(service);
      // Asked for before the status is told, so that a change while it is being told is not lost.
      const change = nextChange(signal);
      if (now !== told) yield { status: now };
      told = now;
      await change;
    }
  }
  const check = async ({ service }: { service: string }) => {
    if (!known.has(service)) throw notFound('this server has no such service');
    return { status: statusOf(service) };
  };
  const list = async () => ({
    statuses: Object.fromEntries([...known].map((name) => [name, { status: statusOf(name) }])),
  });
  return {
    service: defineService(definition as ServiceDefinition, {
      open: true,
      handlers: { Check: check, Watch: watch, List: list },
      domainOf: { Check: () => NO_DOMAIN, Watch: () => NO_DOMAIN, List: () => NO_DOMAIN },
      maxRequestBytes: { Check: 1024, Watch: 1024, List: 1024 },
    }),
    isServing: () => serving,
    set(value) {
      serving = value;
      const now = [...known].map(statusOf).join();
      if (now === told) return;
      told = now;
      for (const wake of waiting) wake();
    },
  };
}
