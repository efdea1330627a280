import type { RelayMetrics } from '../events/index.js';
import { Counter, Gauge, type Metrics } from '../telemetry/index.js';

/** How far each sink is, as the replica that leads the relay sees it. */
export function relayMetrics({ registry }: Metrics): RelayMetrics {
  const parts = { labelNames: ['sink'] as const, registers: [registry] };
  const behind = new Gauge({
    name: 'gatepost_outbox_behind_events',
    help: 'Events that are numbered and that a sink does not have yet.',
    ...parts,
  });
  const delivered = new Counter({
    name: 'gatepost_outbox_delivered_events_total',
    help: 'Events that a sink has taken.',
    ...parts,
  });
  const failed = new Counter({
    name: 'gatepost_outbox_failed_deliveries_total',
    help: 'Deliveries that a sink did not take.',
    ...parts,
  });
  return {
    behind: (sink, events) => behind.set({ sink }, events),
    delivered: (sink, events) => delivered.inc({ sink }, events),
    failed: (sink) => failed.inc({ sink }),
  };
}
