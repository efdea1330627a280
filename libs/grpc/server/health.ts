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

/**
 * Names that health answers for in addition to the services. Each function says whether its
 * condition holds.
 */
export type Conditions = Readonly<Record<string, () => boolean>>;

/**
 * What grpc.health.v1 reports for this server. `''` and every service have the same status; a
 * condition is SERVING only while the server is and the condition holds.
 */
export interface Health {
  readonly service: Service;
  isServing(): boolean;
  /** Calling it again, even with the same value, checks the conditions again. */
  set(serving: boolean): void;
}

/** The health service. It reports NOT_SERVING until `set` is called. */
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
      // Subscribed before the status is sent, so that a change during sending is not lost.
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
