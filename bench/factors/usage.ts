import type { PortPlan } from '../../cli/up/installation/ports.js';

/**
 * What a service's process used: CPU since its start, and delays of its event loop since the last
 * reading.
 */
export interface Usage {
  readonly cpuSeconds: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
}

/**
 * Node samples the event loop every 10 ms and counts that interval as delay, even if there was
 * none.
 */
const RESOLUTION_MS = 10;

/** Reads the process's metrics. Each reading starts a new measurement of the event loop. */
export async function usageOf(plan: PortPlan, replica: string): Promise<Usage> {
  const { metricsPort } = plan.replicas.find(({ name }) => name === replica) ?? {};
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name}(?:{.*})? (.+)$`, 'm').exec(text)?.[1]);
  return {
    cpuSeconds: read('process_cpu_seconds_total'),
    loopDelayP99Ms: read('nodejs_eventloop_lag_p99_seconds') * 1000 - RESOLUTION_MS,
    loopDelayMaxMs: read('nodejs_eventloop_lag_max_seconds') * 1000 - RESOLUTION_MS,
  };
}
