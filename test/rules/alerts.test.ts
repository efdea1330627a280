import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { createMetrics } from '../../libs/telemetry/index.js';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8');
const alerts: Alert[] = parse(read('deploy/prometheus/alerts.yml')).groups[0].rules;

/** Metrics that every process has, and metrics named in the services' source. */
function knownMetrics(): Set<string> {
  const shared = createMetrics({ service: 'any' })
    .registry.getMetricsAsArray()
    .map(({ name }) => name);
  const own = ['libs', 'services']
    .flatMap((top) =>
      readdirSync(join(packageRoot, top), { recursive: true }).map((path) => `${top}/${path}`),
    )
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => [...read(path).matchAll(/^\s*name: '(gatepost_[a-z_]+)',$/gm)])
    .map(([, name = '']) => name);
  return new Set([...shared, ...own]);
}

it('the code has every metric that an alert, the dashboard or the page of operations names', () => {
  const dashboard: { panels: { targets: { expr: string }[] }[] } = JSON.parse(
    read('deploy/grafana/gatepost.json'),
  );
  const page = read('docs/operations.md');
  const texts = [
    ...alerts.map(({ expr }) => expr),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...page.split('\n').filter((line) => line.startsWith('| `')),
  ];
  const asked = texts.flatMap((text) => text.match(/\b(gatepost|grpc|process)_[a-z_]+/g) ?? []);
  const metrics = asked.filter((name) => name !== 'gatepost_service');
  expect(metrics.length).toBeGreaterThan(40);
  const known = knownMetrics();
  expect(metrics.filter((name) => !known.has(name.replace(/_bucket$/, '')))).toEqual([]);
});

it('every alert has its section in the page of operations', () => {
  const page = read('docs/operations.md');
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(page).toContain(`\n### ${alert}\n`);
  }
});
