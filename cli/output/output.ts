import { formatTable, printable } from './table.js';
import { toJson } from './to-json.js';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  readonly json: boolean;
  /** The command's only result: `value` with `--json`, else the lines of `text`. */
  result(value: unknown, text: () => string): void;
  /** One of many results, written as they come: one line of JSON each with `--json`. */
  item(value: unknown, text: () => string): void;
  /** For a person only; nothing with `--json`. */
  note(text: string): void;
  /** The progress of long work; overwritten if stderr is a terminal. */
  progress(text: string): void;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Output as text, or as JSON for programs. */
export function createOutput(options: Streams & { json: boolean }): Output {
  const { json, stdout, stderr } = options;
  let shown = '';
  const clear = () => {
    if (shown !== '') stderr.write('\r\u001b[K');
    shown = '';
  };
  const print = (text: string) => {
    clear();
    stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    json,
    result: (value, text) => print(json ? toJson(value) : text()),
    item: (value, text) => print(json ? toJson(value, { stream: true }) : text()),
    note(text) {
      clear();
      if (!json) stderr.write(`${text}\n`);
    },
    progress(text) {
      if (json || stderr.isTTY !== true || text === shown) return;
      clear();
      stderr.write(printable(text));
      shown = text;
    },
  };
}

/** A list as a table, or `empty` if it has no rows. */
export function tableOr(empty: string, columns: readonly string[], rows: readonly string[][]) {
  return () => (rows.length === 0 ? empty : formatTable(columns, rows));
}

/** Names and values, one line each, with aligned values. Fields without a value are left out. */
export function formatFields(fields: readonly (readonly [string, string | undefined])[]): string {
  const given = fields.filter((field): field is [string, string] => Boolean(field[1]));
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`).join('\n');
}
