import type { Installation } from '../../../cli/up/installation/prepare-installation.js';

/** What the relays of a service have done with the stream, as Prometheus sees it. */
export interface Deliveries {
  /** Events. */
  readonly delivered: number;
  /** Attempts. */
  readonly failed: number;
}

export async function readDeliveries(
  { plan }: Pick<Installation, 'plan'>,
  service: string,
): Promise<Deliveries> {
  const replicas = plan.replicas.filter((each) => each.service === service);
  const pages = await Promise.all(
    replicas.map(async ({ metricsPort }) =>
      (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
    ),
  );
  const sum = (name: string) =>
    pages
      .flatMap((page) => page.split('\n'))
      .filter((line) => line.startsWith(name) && line.includes('sink="stream"'))
      .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
  return {
    delivered: sum('gatepost_outbox_delivered_events_total'),
    failed: sum('gatepost_outbox_failed_deliveries_total'),
  };
}
