// The breaks: one file for each area, with a list of breaks. A break removes one guarantee by replacing
// text, and `test` (narrowed by `only`) must turn red.
//
//   - name: ticket-twice
//     guarantee: a ticket is valid once
//     test: libs/ticket/consume-ticket.test.ts
//     only: is valid once
//     changes:
//       - file: libs/ticket/consume-ticket.ts
//         from: …     occurs exactly once in the file; absent: the file is new
//         to: …
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));

/** Reads every break of every area, in alphabetical order of the areas. */
export function readBreaks() {
  return readdirSync(here)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => parse(readFileSync(join(here, name), 'utf8')));
}

/**
 * Applies a break to the tree under `root` and returns a function that undoes it.
 * Throws if a `from` does not occur exactly once, and changes nothing then.
 */
export function applyBreak(root, { changes }) {
  const before = new Map();
  const after = new Map();
  for (const change of changes) {
    const { file } = change;
    if (!before.has(file)) before.set(file, textOf(root, change));
    after.set(file, replaceOnce(after.get(file) ?? before.get(file), change));
  }
  for (const [file, text] of after) write(join(root, file), text);
  return () => {
    for (const [file, text] of before) write(join(root, file), text);
  };
}

function textOf(root, { file, from }) {
  return from === undefined ? undefined : readFileSync(join(root, file), 'utf8');
}

function replaceOnce(text, { file, from, to }) {
  if (from === undefined) return to;
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`${file}: found ${parts.length - 1} times, not once:\n${from}`);
  }
  return parts.join(to);
}

function write(path, text) {
  if (text === undefined) return rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  return writeFileSync(path, text);
}
