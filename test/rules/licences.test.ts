import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

/** The parts of a CycloneDX 1.5 component that are needed here. */
interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly expression?: string;
    readonly license?: { readonly id?: string; readonly name?: string };
  }[];
}

/**
 * Licences that allow us to ship the unchanged package in an image under Apache-2.0, with the licence's text beside it.
 */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/** Packages without a licence in their package.json. Their licence file says MIT. */
const IN_A_FILE = new Map([['xml-escape', 'MIT']]);

function shipped(): { name: string; licence: string }[] {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const text = execFileSync('npm', args, { cwd: packageRoot, encoding: 'utf8' });
  const { components } = JSON.parse(text) as { components: readonly Component[] };
  return components.map(({ name, licenses = [] }) => {
    const [first] = licenses;
    const said = first?.expression ?? first?.license?.id ?? first?.license?.name;
    return { name, licence: said ?? IN_A_FILE.get(name) ?? 'none' };
  });
}

it('ships only packages whose licence lets us', () => {
  const packages = shipped();
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(({ licence }) => !ALLOWED.has(licence))).toEqual([]);
});

it('finds the licence of a package that names none in its file', () => {
  for (const [name, licence] of IN_A_FILE) {
    const text = readFileSync(join(packageRoot, 'node_modules', name, 'LICENSE'), 'utf8');
    expect(text).toContain(licence);
  }
});

// To update: npx vitest run test/rules/licences.test.ts -u
it('matches docs/licences.md', async () => {
  const lines = [...new Set(shipped().map(({ name, licence }) => `| ${name} | ${licence} |`))];
  const page = [
    '# Licences of the packages in the image',
    '',
    'These are the licences that the npm packages declare (`npm run sbom` prints versions and hashes as CycloneDX). Node.js is under MIT, and Debian has the licences of its packages under `/usr/share/doc`.',
    '',
    '| package | licence |',
    '|---|---|',
    ...lines.sort(),
  ];
  const file = join(packageRoot, 'docs', 'licences.md');
  await expect(`${page.join('\n')}\n`).toMatchFileSnapshot(file);
});
