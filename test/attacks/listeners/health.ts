import { expect } from 'vitest';
import type { Suite } from '../../suite/start-suite.js';

/** When each process started, and how many unhandled errors it had, by service. */
export async function healthOf({ installation }: Suite, services?: readonly string[]) {
  const { replicas } = installation.plan;
  const asked = replicas.filter(({ service }) => services?.includes(service) ?? true);
  const all = asked.map(async ({ service, metricsPort }) => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const values = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (.+)$`, 'gm'))].map(([, value]) => value);
    const unhandled = values('gatepost_unhandled_errors_total').map(Number);
    const since = values('process_start_time_seconds').join();
    expect(since).not.toBe('');
    return { service, since, unhandled: unhandled.reduce((sum, value) => sum + value, 0) };
  });
  return Promise.all(all);
}
