import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

const BREAKS = join('test', 'breaks');

it('every break still fits the code that it breaks', () => {
  const patches = readdirSync(join(packageRoot, BREAKS)).filter((name) => name.endsWith('.patch'));
  expect(patches.length).toBeGreaterThan(50);
  const misfits = patches.filter((name) => {
    // As `npm run break` applies it.
    const args = ['apply', '--check', '-C1', join(BREAKS, name)];
    return spawnSync('git', args, { cwd: packageRoot }).status !== 0;
  });
  expect(misfits).toEqual([]);
});
