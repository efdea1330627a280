import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../config/index.js';

const read = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');

it.each([
  ['credential', '0002_throttle.sql'],
  ['otp', '4_throttle.sql'],
  ['passkey', '3_throttle.sql'],
])('the functions in the schema of %s are those of the library', (service, file) => {
  const library = read('libs', 'throttle', 'throttle.sql');
  const functions = library.slice(library.indexOf('-- Functions of libs/throttle'));
  expect(read('services', service, 'storage', 'migrations', file)).toContain(functions);
});
