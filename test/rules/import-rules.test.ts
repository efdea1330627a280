import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

/** Lines that the linter must refuse, and lines beside them that it must let pass. */
const CASES: readonly { file: string; refused: readonly string[]; taken: readonly string[] }[] = [
  {
    file: 'services/policy/core/a.ts',
    refused: [
      `import { x } from '../storage/x.js';`,
      `import type { x } from '../ports.js';`,
      `export { x } from '../commands/x.js';`,
      `export const x = await import('../grpc/x.js');`,
      `import { x } from '../../../libs/pg/index.js';`,
      `import { x } from '../../../libs/gen/gatepost/policy/v1/authorization.js';`,
      `import { x } from '../../credential/core/x.js';`,
      `import { readFileSync } from 'node:fs';`,
      `import { randomBytes } from 'node:crypto';`,
      'export const now = Date.now();',
      'export const now = new Date();',
      'export const drawn = Math.random();',
      'export const name = process.pid;',
      'export const answer = fetch("https://a.tld");',
      'setTimeout(() => {}, 1);',
    ],
    taken: [
      `import { x } from './deep/x.js';`,
      `import { x } from '../../../libs/names/account.js';`,
      `import { x } from '../../../libs/policy/decide/policy.js';`,
      `import { createHash } from 'node:crypto';`,
      'export const largest = Math.max(1, 2);',
      'export const day = new Date(0);',
    ],
  },
  {
    file: 'services/policy/core/deep/a.ts',
    refused: [`import { x } from '../../ports.js';`, `import { x } from '../../storage/x.js';`],
    taken: [`import { x } from '../x.js';`, `import { x } from '../other/x.js';`],
  },
  {
    file: 'services/policy/commands/a.ts',
    refused: [
      `import { x } from '../storage/x.js';`,
      `import { x } from '../../../libs/pg/index.js';`,
      `import { x } from '../../../libs/grpc/index.js';`,
      `import { x } from '../../otp/commands/x.js';`,
      `import pg from 'pg';`,
    ],
    taken: [`import { x } from '../core/x.js';`, `import { x } from '../ports.js';`],
  },
  {
    file: 'services/policy/storage/a.ts',
    refused: [`import { x } from '../commands/x.js';`, `import { x } from '../grpc/x.js';`],
    taken: [`import { x } from '../core/x.js';`, `import { x } from '../../../libs/pg/index.js';`],
  },
  {
    file: 'services/policy/grpc/a.ts',
    refused: [`import { x } from '../storage/x.js';`, `import { x } from '../clients/x.js';`],
    taken: [`import { x } from '../commands/x.js';`, `import { x } from '../../../libs/gen/x.js';`],
  },
  {
    file: 'services/policy/jobs/a.ts',
    refused: [`import { x } from '../../audit/storage/x.js';`, `import { x } from '../grpc/x.js';`],
    taken: [
      `import { x } from '../storage/x.js';`,
      `import { x } from '../../../libs/pg/index.js';`,
    ],
  },
  {
    file: 'services/saml/grpc/b.ts',
    refused: [`import samlify from 'samlify';`, `import { XmlDocument } from 'libxml2-wasm';`],
    taken: [`import { x } from '../commands/x.js';`],
  },
  {
    file: 'services/saml/xml/b.ts',
    refused: [],
    taken: [`import samlify from 'samlify';`, `import { XmlDocument } from 'libxml2-wasm';`],
  },
  {
    file: 'services/policy/main.ts',
    refused: [`import { x } from '../otp/core/x.js';`],
    taken: [`import { x } from './grpc/x.js';`, `import { x } from '../../libs/service/index.js';`],
  },
  {
    file: 'services/policy/core/x/y/z/a.ts',
    refused: [`import { x } from './x.js';`],
    taken: [],
  },
  {
    file: 'libs/pg/a.ts',
    refused: [
      `import { x } from '../../services/policy/core/x.js';`,
      'export const late = AbortSignal.timeout(1);',
      'export const either = AbortSignal.any([]);',
    ],
    taken: [
      `import { x } from '../errors/index.js';`,
      `import pg from 'pg';`,
      'export const over = AbortSignal.abort();',
    ],
  },
  {
    file: 'libs/policy/decide/a.ts',
    refused: [`import { x } from '../../pg/index.js';`, `import { readFileSync } from 'node:fs';`],
    taken: [`import { x } from '../../names/account.js';`, `import { x } from '../read/x.js';`],
  },
  {
    file: 'cli/commands/a.ts',
    refused: [`import { x } from '../../services/policy/core/x.js';`],
    taken: [`import { x } from '../../libs/grpc/index.js';`],
  },
];

let dir = '';
/** By file, the numbers of the lines that were refused. */
const found = new Map<string, Set<number>>();

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-rules-'));
  const { $schema, vcs, ...config } = JSON.parse(
    readFileSync(join(packageRoot, 'biome.json'), 'utf8'),
  );
  writeFileSync(join(dir, 'biome.json'), JSON.stringify({ root: true, ...config }));
  mkdirSync(join(dir, 'test/rules'), { recursive: true });
  for (const rules of ['pure.grit', 'xml.grit', 'abort.grit']) {
    cpSync(join(packageRoot, 'test/rules', rules), join(dir, 'test/rules', rules));
  }
  for (const { file, refused, taken } of CASES) write(file, [...refused, ...taken]);
  write('libs/log/one.ts', [`export { two } from './two.js';`]);
  write('libs/log/two.ts', [`export { one as two } from './one.js';`]);
  const biome = join(packageRoot, 'node_modules/.bin/biome');
  const args = ['lint', '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout } = spawnSync(biome, args, { cwd: dir, encoding: 'utf8' });
  for (const { category, location, severity } of JSON.parse(stdout).diagnostics) {
    if (severity !== 'error' || !/noRestricted|noImportCycles|plugin/.test(category)) continue;
    const lines = found.get(location.path) ?? new Set();
    found.set(location.path, lines.add(location.start.line));
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(file: string, lines: readonly string[]): void {
  const path = join(dir, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${lines.join('\n')}\n`);
}

it.each(CASES)(
  'in $file refuses what is not allowed, and nothing else',
  ({ file, refused, taken }) => {
    const lines = [...refused, ...taken];
    const said = lines.filter((_, index) => found.get(file)?.has(index + 1));
    expect(said).toEqual(refused);
  },
);

it('refuses an import cycle', () => {
  expect([...found.keys()].filter((file) => file.startsWith('libs/log/'))).toHaveLength(2);
});
