import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { packageRoot } from '../config/index.js';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../embedded-postgres/testing.js';
import { silentLog as log } from '../log/index.js';
import { until } from '../testing/until.js';
import { type Candidate, type Database, type Leadership, lead, openDatabase } from './index.js';

let server: TestPostgres;
let database: TestDatabase;
let db: Database;
const databases: Database[] = [];
const candidates: Candidate[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['otp']);
  db = connect();
  await db.query('CREATE TABLE leader (name text PRIMARY KEY, epoch bigint NOT NULL)');
  await db.query('CREATE TABLE written (epoch bigint)');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(candidates.splice(0).map((candidate) => candidate.stop()));
  await Promise.all(databases.splice(0).map((opened) => opened.close()));
  await database.drop();
});

function connect(): Database {
  const opened = openDatabase({ ...database.address('otp'), log });
  databases.push(opened);
  return opened;
}

/** Makes a replica compete for leadership; `terms` are the leaderships it has had. */
function compete(on: Database, work = whileLeading): { candidate: Candidate; terms: Leadership[] } {
  const terms: Leadership[] = [];
  const run = (leadership: Leadership) => {
    terms.push(leadership);
    return work(leadership);
  };
  const candidate = lead({ db: on, name: 'job', log, run });
  candidates.push(candidate);
  return { candidate, terms };
}

function whileLeading({ signal }: Leadership): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const write = ({ transaction, epoch }: Leadership) =>
  transaction((tx) => tx.query('INSERT INTO written VALUES ($1)', [epoch]));

/** Cuts the connection that holds the lock, as a network failure would. */
async function cutLeader(): Promise<void> {
  const { count } = await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(count).toBe(1);
}

it('has one leader at a time, and another when that one stops', async () => {
  const all = [compete(connect()), compete(connect()), compete(connect())];
  await until('one leads', () => expect(all.flatMap(({ terms }) => terms)).toHaveLength(1));
  const first = all.find(({ candidate }) => candidate.leading);
  await first?.candidate.stop();
  expect(first?.terms[0]?.signal.aborted).toBe(true);
  await until('another leads', () => expect(all.flatMap(({ terms }) => terms)).toHaveLength(2));
  const epochs = all.flatMap(({ terms }) => terms.map(({ epoch }) => epoch));
  expect(epochs.sort()).toEqual([1, 2]);
  expect(all.filter(({ candidate }) => candidate.leading)).toHaveLength(1);
});

it('lets only the leader write, even if a former leader believes it still leads', async () => {
  // A leader that does not notice the end of its leadership.
  const unaware = compete(connect(), () => new Promise(() => undefined));
  await until('it leads', () => expect(unaware.terms).toHaveLength(1));
  const [stale] = unaware.terms as [Leadership];
  await write(stale);
  await cutLeader();
  candidates.length = 0;
  const next = compete(connect());
  await until('the next leads', () => expect(next.terms).toHaveLength(1));
  await expect(write(stale)).rejects.toMatchObject({ code: 'ABORTED' });
  await write(next.terms[0] as Leadership);
  expect((await db.query('SELECT epoch FROM written')).rows).toEqual([{ epoch: 1 }, { epoch: 2 }]);
});

it('does not let a new leader begin while the old one still commits', async () => {
  const old = compete(connect(), () => new Promise(() => undefined));
  await until('it leads', () => expect(old.terms).toHaveLength(1));
  let finish: () => void = () => undefined;
  const begun = vi.fn();
  const last = old.terms[0]?.transaction(async (tx) => {
    begun();
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    await tx.query('INSERT INTO written VALUES (1)');
  });
  await until('its last transaction runs', () => expect(begun).toHaveBeenCalled());
  await cutLeader();
  candidates.length = 0;
  const next = compete(connect());
  const waits = `SELECT FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  await until('the next waits', async () => expect((await db.query(waits)).count).toBe(1));
  expect(next.terms).toHaveLength(0);
  finish();
  await last;
  await until('the next leads', () => expect(next.terms).toHaveLength(1));
});

it('leads again after its connection is cut, or its work has failed', async () => {
  let failures = 1;
  const alone = compete(connect(), async (leadership) => {
    await whileLeading(leadership);
    failures -= 1;
    if (failures === 0) throw new Error('the work failed');
  });
  for (const epoch of [1, 2, 3]) {
    await until(`it leads for time ${epoch}`, () => expect(alone.terms.at(-1)?.epoch).toBe(epoch));
    await cutLeader();
  }
  const failing = compete(connect(), async () => {
    throw new Error('the work failed');
  });
  await alone.candidate.stop();
  await until('it leads again', () => expect(failing.terms.length).toBeGreaterThan(1));
});

it.each(['SIGKILL', 'SIGSTOP'] as const)('takes over from a process after %s', async (signal) => {
  const { url, passwordFile, schema } = database.address('otp');
  const code = `
    import { lead, openDatabase } from ${JSON.stringify(join(packageRoot, 'dist/libs/pg/index.js'))};
    const log = { info() {}, warn() {}, error() {} };
    const db = openDatabase({ ...${JSON.stringify({ url, passwordFile, schema })}, log });
    lead({ db, name: 'job', log, run: async () => { console.log('leading'); await new Promise(() => {}); } });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const next = compete(connect());
  child.kill(signal);
  await until('the other leads', () => expect(next.terms).toHaveLength(1));
});
