import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { readBreaks } from '../breaks/breaks.mjs';

const breaks = readBreaks();

it('every break fits the code that it breaks, in exactly one place', () => {
  expect(breaks.length).toBeGreaterThan(50);
  const misfits = breaks.flatMap(({ name, changes }) =>
    changes
      .filter(({ file, from }) => from !== undefined && occurrences(file, from) !== 1)
      .map(({ file }) => `${name}: ${file}`),
  );
  expect(misfits).toEqual([]);
});

it('every break has a name of its own and names a test that exists', () => {
  const names = breaks.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(
    breaks.filter(({ test }) => !existsSync(join(packageRoot, test))).map(({ name }) => name),
  ).toEqual([]);
});

it('every break is narrowed to the name of a test in its file, unless the file makes names', () => {
  const astray = breaks.filter(({ test, only }) => {
    if (only === undefined) return false;
    const text = readFileSync(join(packageRoot, test), 'utf8');
    const makesNames = /\b(it|describe)(\.(each|for)|\(\s*[`a-z])/.test(text);
    return !makesNames && !titlesIn(text).some((title) => title.includes(only));
  });
  expect(astray.map(({ name, only }) => `${name}: ${only}`)).toEqual([]);
});

/** The names of tests and groups in a test file, as far as they are plain strings. */
function titlesIn(text: string): string[] {
  const titles = /(?:\b(?:it|test|describe)\b[^'"`\n]*|\))\(\s*(['"])((?:\\.|(?!\1).)*)\1/g;
  return [...text.matchAll(titles)].map(([, , title = '']) => title.replaceAll("\\'", "'"));
}

function occurrences(file: string, from: string): number {
  const path = join(packageRoot, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split(from).length - 1 : 0;
}

it('lists the breaks without running one', () => {
  const list = spawnSync('node', ['test/breaks/run.mjs', '--list'], { cwd: packageRoot });
  expect(list.stdout.toString()).toContain(breaks[0]?.guarantee);
});
