import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { formatCsvLine } from '../../../libs/csv/index.js';

type Lines = readonly (readonly string[])[];

/**
 * Answers with a CSV file, a page at a time, so that memory is bounded for any length and any number of requests. If a
 * later page cannot be read, the connection ends before the file does. Cells that a spreadsheet would run as formulas
 * are written as text.
 * @throws what the first page throws; nothing was sent then
 */
export async function sendCsv(
  ctx: Context,
  { name, heads }: { readonly name: string; readonly heads: readonly string[] },
  read: () => AsyncGenerator<Lines>,
): Promise<void> {
  const pages = read();
  const first = await pages.next();
  ctx.type = 'text/csv; charset=utf-8';
  ctx.set('Content-Disposition', `attachment; filename="${name}.csv"`);
  ctx.body = Readable.from(
    (async function* () {
      yield textOf([heads, ...(first.done ? [] : first.value)]);
      for await (const page of pages) yield textOf(page);
    })(),
  );
}

function textOf(lines: Lines): string {
  return lines.map((line) => `${formatCsvLine(line)}\r\n`).join('');
}
