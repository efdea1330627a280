import { readFileSync } from 'node:fs';

/** A fenced YAML block of a page, and the tables that follow it. */
export interface Example {
  readonly heading: string;
  readonly yaml: string;
  readonly tables: readonly Table[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The examples on a page of `docs/`, in order. */
export function readExamples(page: string): Example[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  const examples: { heading: string; yaml: string; tables: Table[] }[] = [];
  let heading = '';
  for (const block of text.split(/\n{2,}|(?=^```yaml$)/m)) {
    if (block.startsWith('#')) heading = block.replace(/^#+ /, '');
    // A line of prose may stand right before a fence; blank lines separate everything else.
    const yaml = /^```yaml\n([\s\S]*?)\n```/.exec(block)?.[1];
    if (yaml !== undefined) examples.push({ heading, yaml, tables: [] });
    const isReference = heading === 'Reference';
    if (block.startsWith('|') && !isReference) examples.at(-1)?.tables.push(tableOf(block));
  }
  return examples;
}

function tableOf(block: string): Table {
  const [head, , ...body] = block.trim().split('\n').map(cellsOf);
  const columns = head ?? [];
  const rows = body.map((cells) =>
    Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])),
  );
  return { columns, rows };
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
