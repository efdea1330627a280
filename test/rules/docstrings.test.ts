import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

/** Folders whose exported functions have docstrings. `libs/gen` is generated. */
const FOLDERS = ['services', 'libs', 'cli', 'deploy', 'bench'];

it('each exported function and class has a docstring', () => {
  const files = FOLDERS.flatMap(sourcesIn);
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((file) => undocumented(file, read(file)))).toEqual([]);
});

it('tells a docstring from a comment, and a function from a value', () => {
  const documented = ['/** Adds. */', 'export function add() {}'].join('\n');
  const overloaded = ['/** Adds. */', 'export function add(): 1;', 'export function add() {}'];
  const suppressed = ['/** Adds. */', '// biome-ignore lint/a: b', 'export const add = () => 1;'];
  for (const text of [documented, overloaded.join('\n'), suppressed.join('\n')])
    expect(undocumented('a.ts', text)).toEqual([]);
  for (const value of ['export const A = 1;', 'export const a = add(1);', 'export type A = 1;'])
    expect(undocumented('a.ts', value)).toEqual([]);
  for (const line of [
    ...['export function add() {}', 'export async function* add() {}', 'export class Adder {}'],
    ...['export const add = () => 1;', 'export const add = async <T>(', 'export const add =\n  ('],
  ])
    expect(undocumented('a.ts', `// Adds.\n${line}`), line).toHaveLength(1);
});

const FUNCTION = /^export (?:default )?(?:async )?function\*? ?(?<name>\w+)/;
const CLASS = /^export (?:abstract )?class (?<name>\w+)/;
/** `export const name = (` or `= async <`, also with the value on the next line. */
const ARROW = /^export const (?<name>\w+)(?::[^=]+)? =\s+(?:async )?[(<]/;

/** The declarations of a formatted source file that no docstring precedes, as `file:line name`. */
function undocumented(file: string, text: string): string[] {
  const lines = text.split('\n');
  const found = new Map<string, string>();
  lines.forEach((line, index) => {
    const code = `${line}\n${lines[index + 1] ?? ''}`;
    const name = (FUNCTION.exec(code) ?? CLASS.exec(code) ?? ARROW.exec(code))?.groups?.name;
    if (name === undefined || found.has(name)) return;
    let before = index - 1;
    while (lines[before]?.startsWith('// biome-ignore')) before -= 1;
    found.set(name, lines[before]?.endsWith('*/') ? '' : `${file}:${index + 1} ${name}`);
  });
  return [...found.values()].filter((place) => place !== '');
}

function sourcesIn(folder: string): string[] {
  const all = readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' });
  return all
    .map((name) => `${folder}/${name}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|peer|d)\.tsx?$/.test(file))
    .filter((file) => !file.startsWith('libs/gen/'));
}

const read = (file: string) => readFileSync(join(packageRoot, file), 'utf8');
