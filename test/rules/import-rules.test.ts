import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

/** Lines that must be refused, and similar lines that must pass. */
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
    refused: [`import { x } from '../../../../storage/x.js';`],
    taken: [`import { x } from './x.js';`],
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
    refused: [
      `import { x } from '../../services/policy/core/x.js';`,
      `export const text = await (await fetch('https://a.tld')).text();`,
      `export const value = await answer.json();`,
      `export const later = answer.arrayBuffer().then(String);`,
    ],
    taken: [
      `import { x } from '../../libs/grpc/index.js';`,
      `export const read = await readAnswer(answer.body);`,
      'export const key = secret.text();',
    ],
  },
];

let dir = '';
/** The lines that were refused, by file. */
const found = new Map<string, Set<string>>();

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-rules-'));
  symlinkSync(join(packageRoot, 'node_modules'), join(dir, 'node_modules'));
  cpSync(join(packageRoot, '.dependency-cruiser.cjs'), join(dir, '.dependency-cruiser.cjs'));
  for (const { file, refused, taken } of CASES) write(file, [...refused, ...taken]);
  for (const { file, refused, taken } of CASES) {
    for (const line of [...refused, ...taken]) writeTarget(file, line);
  }
  write('libs/log/one.ts', [`import type { two } from './two.js';`, 'export const one = 1;']);
  write('libs/log/two.ts', [`import type { one } from './one.js';`, 'export const two = 2;']);
  lint();
  cruise();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** biome refuses clocks, randomness and I/O in pure code. */
function lint(): void {
  const { $schema, vcs, ...config } = JSON.parse(
    readFileSync(join(packageRoot, 'biome.json'), 'utf8'),
  );
  writeFileSync(join(dir, 'biome.json'), JSON.stringify({ root: true, ...config }));
  cpSync(join(packageRoot, 'test/rules'), join(dir, 'test/rules'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
  const biome = join(packageRoot, 'node_modules/.bin/biome');
  const args = ['lint', '--max-diagnostics=none', '--reporter=json', 'services', 'libs', 'cli'];
  const { stdout } = spawnSync(biome, args, { cwd: dir, encoding: 'utf8' });
  for (const { category, location, severity } of JSON.parse(stdout).diagnostics) {
    if (severity !== 'error' || !/noRestricted|plugin/.test(category)) continue;
    const text = readFileSync(join(dir, location.path), 'utf8').split('\n');
    refuse(location.path, text[location.start.line - 1] ?? '');
  }
}

/** dependency-cruiser refuses imports that the layers do not allow. */
function cruise(): void {
  const depcruise = join(packageRoot, 'node_modules/.bin/depcruise');
  const args = ['--output-type', 'json', 'services', 'libs', 'cli'];
  const { stdout, stderr } = spawnSync(depcruise, args, { cwd: dir, encoding: 'utf8' });
  expect(stderr).toBe('');
  for (const { source, dependencies } of JSON.parse(stdout).modules) {
    for (const { module, valid } of dependencies) {
      if (valid) continue;
      const text = readFileSync(join(dir, source), 'utf8').split('\n');
      for (const line of text) {
        if (line.includes(`'${module}'`) || line.includes(`'node:${module}'`)) refuse(source, line);
      }
    }
  }
}

function refuse(file: string, line: string): void {
  found.set(file, (found.get(file) ?? new Set()).add(line));
}

function write(file: string, lines: readonly string[]): void {
  const path = join(dir, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** Makes the file that a line imports, if it is one of the project's. */
function writeTarget(file: string, line: string): void {
  const target = /'(\.[^']*)\.js'/.exec(line)?.[1];
  if (target === undefined) return;
  const path = join(dirname(file), `${target}.ts`);
  if (!existsSync(join(dir, path))) write(path, ['export const x = 1;']);
}

it.each(CASES)(
  'in $file refuses what is not allowed, and nothing else',
  ({ file, refused, taken }) => {
    const lines = [...refused, ...taken];
    expect(lines.filter((line) => found.get(file)?.has(line))).toEqual(refused);
  },
);

it('refuses an import cycle, even of types only', () => {
  expect([...found.keys()].filter((file) => file.startsWith('libs/log/'))).toHaveLength(2);
});
