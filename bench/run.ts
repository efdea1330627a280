import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Figures } from './bench.js';

// npm run bench                        lists the benches
// npm run bench -- <name>… [--json]    figures as a table, or as JSON
// npm run bench -- <name> --check      fails if they are worse than those kept with the source
// npm run bench -- <name> --keep       keeps them

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const here = new URL('.', import.meta.url);
const names = readdirSync(here)
  .filter((file) => /^[a-z-]+\.js$/.test(file) && !['bench.js', 'run.js'].includes(file))
  .map((file) => file.slice(0, -'.js'.length));
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(', ')}: there are ${names.join(', ')}`);
  process.exitCode = 2;
} else if (positionals.length === 0) {
  for (const name of names) console.log(`${name.padEnd(16)} ${(await load(name)).about}`);
} else {
  for (const name of positionals) await runOne(name);
}

async function load(name: string): Promise<Bench> {
  const { bench } = (await import(new URL(`${name}.js`, here).href)) as { bench: Bench };
  return bench;
}

async function runOne(name: string): Promise<void> {
  const bench = await load(name);
  if ((values.check && !bench.check) || (values.keep && !bench.keep)) {
    console.error(`${name}: no figures are kept of this bench`);
    process.exitCode = 2;
    return;
  }
  const { figures, notes = [] } = await bench.run((text) => console.error(text));
  const on = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  if (values.json) console.log(JSON.stringify({ bench: name, ...on, figures, notes }, null, 2));
  else {
    console.log(formatFigures(figures));
    console.log([`${on.cores} × ${on.cpu}, Node ${on.node}`, ...notes].join('\n'));
  }
  if (values.keep) bench.keep?.(figures);
  const worse = values.check ? (bench.check?.(figures) ?? []) : [];
  for (const sentence of worse) console.error(`worse: ${sentence}`);
  if (worse.length > 0) process.exitCode = 1;
}

/** A Markdown table, so that it can be copied into docs/performance.md. */
function formatFigures(figures: readonly Figures[]): string {
  const columns = [...new Set(figures.flatMap((row) => Object.keys(row)))];
  const rows = [
    columns,
    columns.map(() => '---'),
    ...figures.map((row) => columns.map((column) => `${row[column] ?? ''}`)),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
