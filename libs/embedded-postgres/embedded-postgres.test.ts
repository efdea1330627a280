import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../config/index.js';
import { silentLog } from '../log/index.js';
import { claimPort } from '../testing/claim-ports.js';
import { until } from '../testing/until.js';
import { findBinaries } from './binaries.js';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './index.js';
import { identify, processesIn } from './processes.js';
import { chooseRunAs, wrap } from './run-as.js';
import { makeScratch } from './scratch.js';

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
let dir: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

/** A cluster that was stopped in order, made once. */
let pristine: string;
beforeAll(async () => {
  pristine = makeScratch();
  chmodSync(pristine, 0o711);
  const log = silentLog;
  const settings = { fsync: 'off' };
  await (await startEmbeddedPostgres({ dataDir: join(pristine, 'data'), settings, log })).stop();
});
afterAll(() => rmSync(pristine, { recursive: true, force: true }));

function copyPristine(): void {
  execFileSync('cp', ['-a', join(pristine, 'data'), join(pristine, 'data.password'), dir]);
}

beforeEach(() => {
  dir = realpathSync(makeScratch());
  chmodSync(dir, 0o711);
  dataDir = join(dir, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const postgres of running.splice(0)) await postgres.stop();
  await nothingRuns();
  rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const log = silentLog;
  const postgres = await startEmbeddedPostgres({ dataDir, log, ...options });
  running.push(postgres);
  return postgres;
}

async function stopped(postgres: EmbeddedPostgres): Promise<void> {
  running.splice(running.indexOf(postgres), 1);
  await postgres.stop();
}

async function query(postgres: { port: number }, sql: string): Promise<unknown[][]> {
  const password = readFileSync(`${dataDir}.password`, 'utf8').trim();
  const client = new pg.Client({
    host: '127.0.0.1',
    port: postgres.port,
    user: 'postgres',
    password,
  });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** No process works in the data directory, or in a draft of it. */
async function nothingRuns(): Promise<void> {
  await until('no process works there', () => {
    const names = readdirSync(dir).map((name) => join(dir, name));
    const drafts = names.filter((name) => name.startsWith(`${dataDir}.new-`));
    expect(
      [dataDir, ...drafts, ...drafts.map((d) => join(d, 'cluster'))].flatMap(processesIn),
    ).toEqual([]);
  });
}

/** A process of its own that starts Postgres, says on which port, and then does what `then` says. */
function startElsewhere(then = ''): {
  child: ChildProcess;
  said: (word: RegExp) => Promise<RegExpExecArray>;
} {
  const code = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(packageRoot, 'dist/libs/embedded-postgres/index.js'))};
    const log = { info() {}, warn() {} };
    try {
      const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log });
      setInterval(() => {}, 1000);
      ${then}
      console.log('port ' + postgres.port + ' pid ' + postgres.pid);
    } catch (error) {
      console.log(error.code + ': ' + error.message);
      process.exit(1);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { detached: true });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const said = (word: RegExp) =>
    until(`it says ${word}`, () => {
      const match = word.exec(output);
      if (match === null) throw new Error(output);
      return match;
    });
  return { child, said };
}

async function runDirectly(): Promise<ChildProcess> {
  const port = await claimPort();
  const { postgres } = findBinaries();
  const args = ['-D', dataDir, '-p', String(port), '-c', 'unix_socket_directories='];
  const line = wrap(chooseRunAs(dataDir, postgres), postgres, args);
  const child = spawn(line.command, line.args, { ...line.options, cwd: '/', stdio: 'ignore' });
  children.push(child);
  return child;
}

describe('a cluster', () => {
  it('is made once, keeps its data, asks for its password, and is durable', async () => {
    const first = await start();
    await query(first, "CREATE TABLE kept AS SELECT 'x' AS word");
    await stopped(first);
    await nothingRuns();
    expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).sort()).toEqual(['data', 'data.password']);

    const second = await start();
    expect(await query(second, 'SELECT word FROM kept')).toEqual([['x']]);
    const settings =
      "SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('data_checksums'), current_setting('listen_addresses'), current_setting('unix_socket_directories')";
    expect(await query(second, settings)).toEqual([['on', 'on', 'on', '127.0.0.1', '']]);
    const url = second.url().replace('postgres@', 'postgres:postgres@');
    const stranger = new pg.Client({ connectionString: url });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
  });

  it('takes settings of the caller, and the port asked for', async () => {
    const port = await claimPort();
    const postgres = await start({ port, settings: { fsync: 'off' } });
    expect(postgres.port).toBe(port);
    expect(await query(postgres, 'SHOW fsync')).toEqual([['off']]);
  });

  it.runIf(isRoot)('works under a directory that only root may enter', async () => {
    chmodSync(dir, 0o700);
    const postgres = await start();
    expect(statSync(dataDir).uid).toBe(0);
    expect(await query(postgres, 'SELECT 1')).toEqual([[1]]);
  });
});

describe('who may use a data directory', () => {
  it('allows one process at a time, and tells the second which one', async () => {
    copyPristine();
    await start();
    const other = startElsewhere();
    const [, pid] = await other.said(/IN_USE: \S+ is in use by process (\d+)/);
    expect(Number(pid)).toBe(process.pid);
    await expect(start()).rejects.toThrow(`${dataDir} is in use by process ${process.pid}`);
  });

  it('lets one win of many that start at the same moment', async () => {
    const rivals = Array.from({ length: 6 }, () => startElsewhere());
    const outcomes = await Promise.all(
      rivals.map((rival) => rival.said(/port \d+|IN_USE|[A-Z_]{4,}: .*/)),
    );
    expect(outcomes.filter(([word]) => word.startsWith('port'))).toHaveLength(1);
    expect(outcomes.filter(([word]) => word === 'IN_USE')).toHaveLength(5);
  });

  it('lets the next process replace the lock of a dead one, even if its pid was reused', async () => {
    copyPristine();
    const holder = { pid: process.pid, started: 'another time' };
    writeFileSync(`${dataDir}.lock.7`, JSON.stringify({ keeper: holder, owner: holder }));
    writeFileSync(`${dataDir}.lock.3`, 'torn');
    await start();
    expect(readdirSync(dir).filter((name) => name.includes('.lock.'))).toEqual(['data.lock.8']);
  });
});

describe('after a kill', () => {
  it('leaves nothing behind, and starts again, after its owner was killed at any moment', async () => {
    const moments = [0, 60, 120, 250, 400, 600, 800].map((ms) => ms + Math.random() * 60);
    for (const moment of moments) {
      const { child } = startElsewhere();
      await sleep(moment);
      child.kill('SIGKILL');
      await once(child, 'close');
      await nothingRuns();
    }
    // At once, without waiting for what is being stopped.
    const { child, said } = startElsewhere();
    await said(/port/);
    child.kill('SIGKILL');
    const postgres = await start();
    expect(await query(postgres, 'SELECT 1')).toEqual([[1]]);
    expect(readdirSync(dir).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('stops Postgres and tells the owner, after its keeper was killed', async () => {
    copyPristine();
    const onExit = vi.fn();
    const postgres = await start({ onExit });
    const keeper = parentOf(postgres.pid);
    process.kill(keeper, 'SIGKILL');
    await until('the end was told', () => expect(onExit).toHaveBeenCalledOnce());
    await nothingRuns();
    await start();
  });

  it('tells the owner and recovers at the next start, after Postgres was killed', async () => {
    copyPristine();
    const onExit = vi.fn();
    const postgres = await start({ onExit });
    await query(postgres, "CREATE TABLE kept AS SELECT 'x' AS word");
    process.kill(postgres.pid, 'SIGKILL');
    await until('the end was told', () => expect(onExit).toHaveBeenCalledOnce());
    const next = await start();
    expect(await query(next, 'SELECT word FROM kept')).toEqual([['x']]);
    await stopped(next);
    expect(onExit).toHaveBeenCalledOnce();
  });

  it('stops a Postgres that was left running before it starts another', async () => {
    copyPristine();
    const orphan = await runDirectly();
    const pidFile = join(dataDir, 'postmaster.pid');
    await until('Postgres runs', () => expect(readFileSync(pidFile, 'utf8')).toContain('ready'));
    const gone = once(orphan, 'exit');
    const postgres = await start();
    expect(postgres.pid).not.toBe(orphan.pid);
    expect((await gone)[0]).toBe(0);
    expect(await query(postgres, 'SELECT 1')).toEqual([[1]]);
  });

  it('starts despite a stale postmaster.pid, even if the pid was reused', async () => {
    copyPristine();
    // Of the user as whom Postgres runs, or it would know by itself that it is none of its own.
    const runAs = chooseRunAs(dataDir, findBinaries().postgres);
    const line = wrap(runAs, 'sleep', ['600']);
    const other = spawn(line.command, line.args, { ...line.options, stdio: 'ignore' });
    children.push(other);
    for (const pid of [4_000_000, other.pid]) {
      writeFileSync(join(dataDir, 'postmaster.pid'), `${pid}\n${dataDir}\n1\n5432\n\n\n`);
      const postgres = await start();
      expect(await query(postgres, 'SELECT 1')).toEqual([[1]]);
      await stopped(postgres);
    }
    expect(identify(other.pid ?? 0)).toBeDefined();
  });

  it('waits for a Postgres that is still stopping', async () => {
    copyPristine();
    const { child, said } = startElsewhere();
    const [, pid] = await said(/pid (\d+)/);
    const keeper = parentOf(Number(pid));
    process.kill(keeper, 'SIGSTOP');
    child.kill('SIGKILL');
    await once(child, 'close');
    const starting = start();
    await sleep(300);
    process.kill(keeper, 'SIGCONT');
    expect(await query(await starting, 'SELECT 1')).toEqual([[1]]);
  });
});

it('leaves Postgres alone when Ctrl-C goes to the whole process group', async () => {
  copyPristine();
  const { child, said } = startElsewhere(`process.on('SIGINT', async () => {
    await new Promise((done) => setTimeout(done, 300));
    console.log('interrupted');
  });`);
  const [, port, pid] = await said(/port (\d+) pid (\d+)/);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await said(/interrupted/);
  expect(await query({ port: Number(port) }, 'SELECT 1')).toEqual([[1]]);
  expect(identify(Number(pid))).toBeDefined();
});

describe('what cannot be started', () => {
  it('says which port is in use', async () => {
    copyPristine();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      await expect(start({ port })).rejects.toMatchObject({
        code: 'PORT_IN_USE',
        message: expect.stringContaining(`port ${port}`),
      });
    } finally {
      server.close();
    }
  });

  it.each([
    ['an emptied control file', () => writeFileSync(join(dataDir, 'global/pg_control'), '')],
    ['a control file gone', () => rmSync(join(dataDir, 'global/pg_control'))],
    [
      'a control file of noise',
      () => writeFileSync(join(dataDir, 'global/pg_control'), Buffer.alloc(8192, 7)),
    ],
    ['no write-ahead log', () => rmSync(join(dataDir, 'pg_wal'), { recursive: true })],
    ['no PG_VERSION', () => rmSync(join(dataDir, 'PG_VERSION'))],
    ['another PG_VERSION', () => writeFileSync(join(dataDir, 'PG_VERSION'), '12\n')],
    ['no password', () => rmSync(`${dataDir}.password`)],
  ])('says that the data directory is damaged: %s', async (_, damage) => {
    copyPristine();
    damage();
    await expect(start()).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining(dataDir),
    });
    expect(readdirSync(dir)).toContain('data');
  });

  it.runIf(canMount)('says that the disk is full', async () => {
    mkdirSync(join(dir, 'disk'), { mode: 0o711 });
    execFileSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      'size=20m,mode=711',
      'gatepost-test',
      join(dir, 'disk'),
    ]);
    try {
      dataDir = join(dir, 'disk', 'data');
      const error = { code: 'NO_SPACE', message: `no space is left on the disk of ${dataDir}` };
      await expect(start()).rejects.toMatchObject(error);
      expect(readdirSync(join(dir, 'disk'))).toEqual([]);
    } finally {
      execFileSync('umount', [join(dir, 'disk')]);
    }
  });

  it('says that a directory with other files is not one of Postgres, and leaves it as it is', async () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'letter.txt'), 'dear');
    await expect(start()).rejects.toMatchObject({ code: 'DAMAGED' });
    expect(readdirSync(dataDir)).toEqual(['letter.txt']);
  });
});

function parentOf(pid: number): number {
  return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
}
