import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { CHECKS } from './consume/checks.js';

it('explains each check in docs/saml.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/saml.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => row.split('|')[1]?.match(/`([a-z-]+)`/g) ?? []);
  const missing = CHECKS.filter(({ name }) => !named.includes(`\`${name}\``));
  // The check `proven` refuses nothing, so the page need not list it.
  expect(missing.map(({ name }) => name)).toEqual(['proven']);
});
