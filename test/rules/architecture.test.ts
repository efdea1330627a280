import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

const page = readFileSync(join(packageRoot, 'docs/architecture.md'), 'utf8');

describe('docs/architecture.md', () => {
  it('names only files and folders that exist', () => {
    const paths = [...page.matchAll(/\b(?:services|libs|proto|docs)\/[\w./-]*\w/g)].map(
      ([path]) => path,
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });

  it('draws the steps of a login in the order in which they are taken', () => {
    const authorize = 'services/policy/commands/authorize/authorize.ts';
    const source = readFileSync(join(packageRoot, authorize), 'utf8');
    const steps = source.slice(source.indexOf('async function decide'), source.indexOf('];'));
    const taken = [...steps.matchAll(/await (\w+)\(|^ {4}(\w+),/gm)].map(([, step, then]) =>
      fileOf(step ?? then ?? ''),
    );
    const drawn = [...page.matchAll(/│ {2}\d+ ([\w-]+)/g)].map(([, step]) => step);
    expect(drawn).toEqual([...new Set(taken)]);
  });
});

/** The file of a step. `verifyFirstFactor` and `verifySecondFactor` share one. */
function fileOf(step: string): string {
  if (/^verify\w+Factor$/.test(step)) return 'verify-factors';
  return step.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
