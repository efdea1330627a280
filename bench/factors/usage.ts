import type { PortPlan } from '../../cli/up/installation/ports.js';

/** What a service's process has used: CPU since its start, its event loop since the last reading. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
}

/** The event loop is looked at every 10 ms: so long is a delay of none, as Node counts it. */
const RESOLUTION_MS = 10;

/** From its metrics, which begin a new measurement of the event loop each time they are read. */
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
