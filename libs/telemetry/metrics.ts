import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** One finished call, for the counters. `code` is a gRPC status name; `seconds` wall time. */
export interface FinishedCall {
  readonly service: string;
  readonly method: string;
  readonly code: string;
  readonly seconds: number;
}

/**
 * The process's metrics. A service adds its own to `registry`: `new Counter({ registers:
 * [registry], … })`.
 */
export interface Metrics {
  readonly registry: Registry;
  serverCall(call: FinishedCall): void;
  clientCall(call: FinishedCall): void;
  /** Calls being handled now: +1 when one begins, -1 when it ends. */
  inFlight(change: 1 | -1): void;
}

// Logins take milliseconds normally, and seconds when a directory is slow.
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Creates the metrics of one process, with a registry of its own: nothing is global. */
export function createMetrics(options: { service: string; process?: boolean }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ gatepost_service: options.service });
  if (options.process ?? true) collectDefaultMetrics({ register: registry });
  const server = callMetrics('grpc_server', registry);
  const client = callMetrics('grpc_client', registry);
  const inFlight = new Gauge({
    name: 'grpc_server_in_flight',
    help: 'Calls and stream messages being handled now.',
    registers: [registry],
  });
  return { registry, serverCall: server, clientCall: client, inFlight: (by) => inFlight.inc(by) };
}

function callMetrics(prefix: string, registry: Registry): (call: FinishedCall) => void {
  const labelNames = ['service', 'method', 'code'] as const;
  const handled = new Counter({
    name: `${prefix}_handled_total`,
    help: 'Calls and stream messages that have ended, by the status they ended with.',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: `${prefix}_handling_seconds`,
    help: 'Time from the arrival of a call or stream message to its answer.',
    labelNames,
    buckets: BUCKETS,
    registers: [registry],
  });
  return ({ service, method, code, seconds: time }) => {
    handled.inc({ service, method, code });
    seconds.observe({ service, method, code }, time);
  };
}
