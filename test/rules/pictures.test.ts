import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

const docs = join(packageRoot, 'docs');

it('every picture that a page shows exists', () => {
  const pages = readdirSync(docs).filter((file) => file.endsWith('.md'));
  const shown = pages.flatMap((file) =>
    [...readFileSync(join(docs, file), 'utf8').matchAll(/\]\((pictures\/[^)]+)\)/g)].map(
      ([, path = '']) => path,
    ),
  );
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter((path) => !existsSync(join(docs, path)))).toEqual([]);
});
