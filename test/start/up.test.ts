import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { claimPorts, type PortClaim } from '../../libs/testing/claim-ports.js';
import { follow, nothingLeft, processesOf, type Run, runUp } from './run-up.js';

const READY = 'Ctrl-C stops everything';
const AS_EXPECTED = /^decisions: [1-9]\d* as expected, 0 not$/;
let home = '';
let ports: PortClaim;
let base = 0;
const runs: Run[] = [];

beforeEach(async () => {
  home = join(mkdtempSync(join(tmpdir(), 'gatepost-up-')), 'home');
  ports = await claimPorts();
  base = ports.base;
});
afterEach(async () => {
  for (const { child } of runs.splice(0)) child.kill('SIGKILL');
  await nothingLeft(home);
  rmSync(home, { recursive: true, force: true });
  ports.release();
});

function up(...more: string[]): Run {
  const run = runUp(home, base, more);
  runs.push(run);
  return run;
}

function gatepost(...args: string[]) {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  const run = spawnSync(process.execPath, [main, ...args, '--home', home], { encoding: 'utf8' });
  return { code: run.status, output: `${run.stdout}${run.stderr}` };
}

function npmStart(...more: string[]): Run {
  const args = ['start', '--', '--port-base', String(base), ...more];
  const env = { ...process.env, GATEPOST_HOME: home };
  const run = follow(
    spawn('npm', args, { cwd: packageRoot, env, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  runs.push(run);
  return run;
}

it('comes up after any end, plays the demo, keeps its data, and leaves nothing running', async () => {
  for (const moment of ['Gatepost starts', 'Postgres on', 'services (']) {
    const run = up();
    await run.said(moment);
    run.child.kill('SIGKILL');
    await run.ended;
  }
  const demo = await npmStart('--once').ended;
  expect(demo.output.trimEnd().split('\n').at(-1), demo.output).toMatch(AS_EXPECTED);
  expect(demo.code).toBe(0);
  expect(processesOf(home)).toEqual([]);

  const npm = npmStart();
  await npm.said(READY);
  // Runs the demo again, on the data of the first run.
  await npm.said(' as expected, 0 not');
  writeFileSync(join(home, 'pw'), 'correct horse');
  const added = gatepost('account', 'add', 'luca@a.tld', '--password-file', join(home, 'pw'));
  expect(added).toEqual({ code: 0, output: expect.stringContaining('is made') });
  await startsAgain(npm, 'together.js', 'together');
  await refusesASecond();
  npm.child.kill('SIGKILL');
  await nothingLeft(home);

  const killed = up();
  await killed.said(READY);
  expect(gatepost('account', 'list', 'a.tld').output).toContain('luca@a.tld');
  await startsAgain(killed, 'audit-1.yaml', 'audit-1');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const asked = up('--together');
  await asked.said(READY);
  expect(gatepost('health').code).toBe(0);
  asked.child.kill('SIGINT');
  expect((await asked.ended).code).toBe(0);
  expect(processesOf(home)).toEqual([]);

  truncateSync(join(home, 'postgres', 'global', 'pg_control'), 0);
  const { code, output } = await up().ended;
  expect(code).toBe(1);
  expect(output).toContain(`${join(home, 'postgres')} is damaged`);
  expect(processesOf(home)).toEqual([]);
});

/** A process that dies is started again. */
async function startsAgain(run: Run, argument: string, name: string): Promise<void> {
  const [pid] = processesOf(home)
    .filter((line) => line.includes(argument))
    .map((line) => Number.parseInt(line, 10));
  process.kill(pid ?? 0, 'SIGKILL');
  await run.said(`${name} is started again`);
}

/** A home belongs to one installation, whatever its ports. */
async function refusesASecond(): Promise<void> {
  const others = await claimPorts();
  const second = runUp(home, others.base);
  runs.push(second);
  const { code, output } = await second.ended;
  others.release();
  expect(code).toBe(1);
  expect(output).toMatch(/is in use by process \d+/);
}

it('says which port is in use', async () => {
  for (const above of [0, 106]) {
    const server = createServer().listen({ host: '127.0.0.1', port: base + above });
    await once(server, 'listening');
    const { code, output } = await up().ended;
    server.close();
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`port ${base + above}\\b.*in use`));
    expect(output).not.toContain('    at ');
  }
});

it('says which Node it needs', () => {
  const old = `Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })`;
  const args = [
    '--import',
    `data:text/javascript,${old}`,
    join(packageRoot, 'cli/require-node.mjs'),
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('needs Node 20.19 or newer, and this is 18.20.8');
});
