import type { RelayMetrics } from '../events/index.js';
import { Counter, Gauge, type Metrics } from '../telemetry/index.js';

/**
 * How many events wait in the outbox and how many may, as every replica sees it; it is full when
 * they are equal.
 */
export function outboxMetrics({ registry }: Metrics): (events: number, most: number) => void {
  const pending = new Gauge({
    name: 'gatepost_outbox_pending_events',
    help: 'Numbered events that wait for the slowest sink.',
    registers: [registry],
  });
  const limit = new Gauge({
    name: 'gatepost_outbox_most_pending_events',
    help: 'Limit on waiting events; at the limit, nothing is decided.',
    registers: [registry],
  });
  return (events, most) => {
    pending.set(events);
    limit.set(most);
  };
}

/** The progress of each sink, as the replica that leads the relay sees it. */
export function relayMetrics({ registry }: Metrics): RelayMetrics {
  const parts = { labelNames: ['sink'] as const, registers: [registry] };
  const behind = new Gauge({
    name: 'gatepost_outbox_behind_events',
    help: 'Events that are numbered and that a sink does not have yet.',
    ...parts,
  });
  const position = new Gauge({
    name: 'gatepost_outbox_position',
    help: 'The number of the last event that a sink has.',
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
  const dropped = new Counter({
    name: 'gatepost_outbox_dropped_events_total',
    help: 'Events that a sink was away too long for: the record has them, the sink does not.',
    ...parts,
  });
  return {
    behind: (sink, events) => behind.set({ sink }, events),
    delivered: (sink, events) => delivered.inc({ sink }, events),
    failed: (sink) => failed.inc({ sink }),
    dropped: (sink, events) => dropped.inc({ sink }, events),
    position: (sink, sequence) => position.set({ sink }, sequence),
    left() {
      behind.reset();
      position.reset();
    },
  };
}
