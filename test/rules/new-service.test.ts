import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manualClock } from '../../libs/clock/index.js';
import { packageRoot } from '../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { serveToCallers } from '../../libs/grpc/testing/serve-to-callers.js';
import { startJobs } from '../../libs/kit/jobs.js';
import { readSql } from '../../libs/kit/migrations.js';
import type { Wiring } from '../../libs/kit/run-service.js';
import { silentLog as log } from '../../libs/log/index.js';
import { migrate, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { until } from '../../libs/testing/until.js';

const execute = promisify(execFile);

/** Runs a program in the tree. @throws Error with its output */
async function run(program: string, args: readonly string[]): Promise<void> {
  await execute(program, args, { cwd: dir }).catch(({ stdout, stderr }) => {
    throw new Error(`${program}: ${stdout}${stderr}`);
  });
}

const page = readFileSync(join(packageRoot, 'CONTRIBUTING.md'), 'utf8');
const blocks = new Map(
  [...page.matchAll(/^`([\w./-]+)`[^\n]*:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(
    ([, path = '', text = '']) => [path, text],
  ),
);
const WIRING = ['grpc/greeter-service.ts', 'wire.ts', 'main.ts'].map(
  (n) => `services/greeter/${n}`,
);

/** Folders that are linked, except for the new service's own files and what is not needed. */
const LINKED = [
  ...['.', 'proto/gatepost', 'libs', 'libs/events', 'libs/events/definitions'],
  ...['libs/gen', 'libs/gen/gatepost'],
];
const OWN: ReadonlySet<string> = new Set([
  ...['services', 'libs', 'proto', 'gen', 'gatepost', 'events', 'definitions', 'greeter'],
  ...['tsconfig.json', 'dist', '.git'],
]);

let postgres: TestPostgres;
let dir: string;
const here = (...path: string[]) => join(dir, ...path);

/** A tree with the page's new service, and everything else linked from this one. */
beforeAll(async () => {
  postgres = await startTestPostgres();
  dir = mkdtempSync(join(tmpdir(), 'gatepost-new-service-'));
  for (const path of blocks.keys()) mkdirSync(here(dirname(path)), { recursive: true });
  mkdirSync(here('libs/gen/gatepost'), { recursive: true });
  for (const folder of LINKED) {
    for (const name of readdirSync(join(packageRoot, folder))) {
      if (!OWN.has(name)) symlinkSync(join(packageRoot, folder, name), here(folder, name));
    }
  }
  for (const [path, text] of blocks) writeFileSync(here(path), text);
  await run('node_modules/.bin/buf', ['generate', '--path', 'proto/gatepost/greeter']);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await postgres?.stop();
});

it('takes fewer than 60 lines of wiring', () => {
  const lines = WIRING.flatMap((path) => blocks.get(path)?.trimEnd().split('\n') ?? []);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThan(60);
});

it('passes the checks that every change passes', async () => {
  const greeter = ['--path', 'proto/gatepost/greeter'];
  await run('node_modules/.bin/buf', ['lint', ...greeter]);
  await run('node_modules/.bin/buf', ['format', '-d', '--exit-code', 'proto', ...greeter]);
  const code = ['services/greeter', 'libs/events/definitions/greeter.ts'];
  await run('node_modules/.bin/biome', ['check', '--vcs-enabled=false', ...code]);
  await run('node_modules/.bin/depcruise', ['--preserve-symlinks', ...code]);
});

it('is built and run as the page says', async () => {
  copyFileSync(join(packageRoot, 'tsconfig.json'), here('base.json'));
  const compilerOptions = { incremental: false, tsBuildInfoFile: null, rootDir: '/' };
  writeFileSync(
    here('tsconfig.json'),
    JSON.stringify({ extends: './base.json', compilerOptions, include: ['services'] }),
  );
  await run(process.execPath, ['node_modules/typescript/lib/tsc.js', '-p', 'tsconfig.json']);

  const database = await postgres.createDatabase(['greeter']);
  const address = database.address('greeter');
  const migrations = here('services/greeter/storage/migrations');
  await migrate({ address, schema: 'greeter', dir: migrations, readSql, log });
  const db = openDatabase({ ...address, log });
  const clock = manualClock(Date.parse('2026-11-01T12:00:00Z'));
  const { wire } = await import(here('services/greeter/wire.ts'));
  const wiring: Wiring = wire({ db, clock, random: systemRandom });
  const rpcs = ['gatepost.greeter.v1.GreeterService/*'];
  const served = await serveToCallers({
    service: 'greeter',
    callers: [{ role: 'front-end', name: 'webmail', rpcs, domains: ['a.tld'] }],
    assemble: () => wiring.services,
  });
  const stop = startJobs(wiring.jobs ?? [], log);
  try {
    const { GreeterServiceService } = await import(here('libs/gen/gatepost/greeter/v1/greeter.ts'));
    const greet = (account: string) =>
      served.as('webmail').unary(GreeterServiceService.greet, { account }, { deadlineMs: 30_000 });
    expect(await greet('luca@a.tld')).toEqual({ greeting: 'Welcome' });
    expect(await greet('Luca@A.tld')).toEqual({ greeting: 'Welcome back' });
    await expect(greet('luca@b.tld')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const { rows } = await db.query<{ event: Buffer }>('SELECT event FROM outbox');
    expect(rows.map(({ event }) => JSON.parse(`${event}`))).toMatchObject([
      { type: 'gatepost.greeter.greeted.v1', source: '/gatepost/greeter', domain: 'a.tld' },
    ]);
    clock.advance(86_400_001);
    for (const job of wiring.jobs ?? []) job.wake();
    await until('the job forgot', async () => {
      expect((await db.query('SELECT FROM greeting')).count).toBe(0);
    });
  } finally {
    await stop();
    await served.close();
    await db.close();
  }
});
