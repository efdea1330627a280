import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8');

it('docs/sign-in.md lists each plan and module of the OpenID Foundation that a test is named after', () => {
  const [, ...parts] = read('test/browser/conformance.browser.ts').split(/describe\('(?=oidcc-)/);
  const tested = parts.map((part) => {
    const [plan = '', ...modules] = [...part.matchAll(/(?<=^|')oidcc-[\w-]+/g)].map(
      ([name]) => name,
    );
    return { plan, modules };
  });
  const listed = [...read('docs/sign-in.md').matchAll(/^\| `(oidcc-[\w-]+)` \| (.+) \|$/gm)].map(
    ([, plan, modules = '']) => ({
      plan,
      modules: [...modules.matchAll(/`([\w-]+)`/g)].map(([, name]) => `oidcc-${name}`),
    }),
  );
  expect(listed).toEqual(tested);
  expect(listed.length).toBeGreaterThan(4);
});
