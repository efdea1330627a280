import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';

type Series = Readonly<Record<string, string>>;

/** One case of an alert, named by the alert and, if needed, a circumstance. */
interface Case {
  /** The minute at which the alert is checked. */
  readonly at: number;
  readonly fires: Series;
  readonly 'fires-too'?: Series;
  readonly quiet: Series;
}

const RULES = join(packageRoot, 'deploy/prometheus/alerts.yml');
const dir = mkdtempSync(join(tmpdir(), 'alerts-'));
afterAll(() => rmSync(dir, { recursive: true }));

const read = (path: string) => readFileSync(path, 'utf8');
const cases: Readonly<Record<string, Case>> = parse(
  read(join(packageRoot, 'test/alerts/cases.yaml')),
  { merge: true },
);

const promtool = (...args: string[]) => promisify(execFile)('promtool', args);

/** Writes one promtool test: whether the alert fires at the minute. */
function promtoolTest(title: string, { at }: Case, series: Series, fires: boolean) {
  const [alert] = title.split(' ');
  const firing = `clamp_max(count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0), 1)`;
  return {
    name: `${title} ${fires ? 'fires' : 'is quiet'}`,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: firing,
        eval_time: `${at}m`,
        exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }],
      },
    ],
  };
}

it('every rule can be read', async () => {
  await promtool('check', 'rules', RULES);
  await promtool('check', 'config', join(packageRoot, 'deploy/prometheus/prometheus.yml'));
});

it('every alert is tried with series that fire it, and series that do not', () => {
  const alerts = parse(read(RULES)).groups[0].rules.map(({ alert }: { alert: string }) => alert);
  const tried = new Set(Object.keys(cases).map((title) => title.split(' ')[0]));
  expect([...tried].sort()).toEqual([...alerts].sort());
});

it('every alert fires when it should, and only then', async () => {
  const file = join(dir, 'tests.yml');
  const tests = Object.entries(cases).flatMap(([title, each]) => {
    const too = each['fires-too'];
    return [
      promtoolTest(title, each, each.fires, true),
      ...(too === undefined ? [] : [promtoolTest(title, each, too, true)]),
      promtoolTest(title, each, each.quiet, false),
    ];
  });
  writeFileSync(
    file,
    stringify(
      { rule_files: [RULES], evaluation_interval: '1m', tests },
      { aliasDuplicateObjects: false },
    ),
  );
  await promtool('test', 'rules', file);
});
