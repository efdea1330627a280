import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

const page = readFileSync(join(packageRoot, 'docs/security.md'), 'utf8');

it('docs/security.md names existing tests, one in each row of a table that promises one', () => {
  const named = [...page.matchAll(/`([\w./-]+\.(?:test|attack|fault|peer|browser)\.ts)`/g)];
  const missing = named
    .map(([, file = '']) => file)
    .filter((f) => !existsSync(join(packageRoot, f)));
  expect(missing).toEqual([]);
  const promising = page
    .split(/\n\n/)
    .filter((part) => /^\|.*\| (?:shown by|test) \|\n/.test(part))
    .flatMap((table) => table.trim().split('\n').slice(2));
  expect(promising.length).toBeGreaterThan(15);
  expect(promising.filter((row) => !/\.ts`/.test(row))).toEqual([]);
});
