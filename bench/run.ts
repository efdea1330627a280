import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Figures } from './bench.js';

// npm run bench                        which there are
// npm run bench -- <name>… [--json]    figures as a table, or as JSON

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
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
  const { figures, notes = [] } = await bench.run((text) => console.error(text));
  const on = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  if (values.json) console.log(JSON.stringify({ bench: name, ...on, figures, notes }, null, 2));
  else {
    console.log(formatFigures(figures));
    console.log([`${on.cores} × ${on.cpu}, Node ${on.node}`, ...notes].join('\n'));
  }
}

/** A Markdown table, so that it can be kept in docs/performance.md as it is. */
function formatFigures(figures: readonly Figures[]): string {
  const columns = [...new Set(figures.flatMap((row) => Object.keys(row)))];
  const rows = [
    columns,
    columns.map(() => '---'),
    ...figures.map((row) => columns.map((column) => `${row[column] ?? ''}`)),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
