import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SERVICE_NAMES } from '../../cli/up/installation/services.js';

it('services that share a process are all services, and start in the order opposite to stopping', () => {
  const source = readFileSync('services/together.ts', 'utf8');
  const started = [...source.matchAll(/import\('\.\/([a-z-]+)\/main\.js'\)/g)].map(
    ([, name]) => name,
  );
  expect(started.toReversed()).toEqual([...SERVICE_NAMES]);
  const folders = readdirSync('services', { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect([...started].sort()).toEqual(folders.map(({ name }) => name).sort());
});
