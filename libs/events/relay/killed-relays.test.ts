import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../config/index.js';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../embedded-postgres/testing.js';
import { type Database, openDatabase } from '../../pg/index.js';
import { until } from '../../testing/until.js';
import { appendEvents } from '../append-events.js';
import { openOutbox, quiet, someEvents } from '../testing/outbox-database.js';

let server: TestPostgres;
let database: TestDatabase;
let outbox: Database;
let record: Database;
const children = new Set<ChildProcess>();
/** Those that became leaders and were not killed yet. */
const leaders: ChildProcess[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.createDatabase(['policy', 'audit']);
  outbox = await openOutbox(database, 'policy');
  record = openDatabase({ ...database.address('audit'), log: quiet });
  await record.query(
    'CREATE TABLE record (sequence bigint PRIMARY KEY, id uuid UNIQUE, text text)',
  );
  await record.query(
    'CREATE TABLE stream (sequence bigint PRIMARY KEY, id uuid UNIQUE, text text)',
  );
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await outbox.close();
  await record.close();
  await server.stop();
});

/** A relay in a process of its own; its sinks keep events in Postgres, and refuse another content. */
function startRelayProcess(): ChildProcess {
  const dist = (path: string) => JSON.stringify(join(packageRoot, 'dist', 'libs', path));
  const address = (schema: string) => JSON.stringify(database.address(schema));
  const code = `
    import { openDatabase } from ${dist('pg/index.js')};
    import { startRelay } from ${dist('events/index.js')};
    const log = { info(said) { if (said === 'leading') console.log(said) }, warn() {}, error() {} };
    const db = openDatabase({ ...${address('policy')}, log });
    const record = openDatabase({ ...${address('audit')}, log });
    const sink = (name) => ({
      name,
      maxEvents: 50,
      deliver: async (batch) => {
        for (const { sequence, id, bytes } of batch) {
          const values = [sequence, id, bytes.toString()];
          await record.query(\`INSERT INTO \${name} VALUES ($1, $2, $3) ON CONFLICT DO NOTHING\`, values);
          const { count } = await record.query(
            \`SELECT FROM \${name} WHERE sequence = $1 AND id = $2 AND text = $3\`, values);
          if (count === 0) process.exit(3);
        }
      },
    });
    startRelay({ db, sinks: [sink('record'), sink('stream')], log });`;
  const args = ['--input-type=module', '-e', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', () => leaders.push(child));
  children.add(child);
  return child;
}

it('loses nothing, leaves no gap and gives no number twice, whichever relay is killed at any time', async () => {
  const committed: string[] = [];
  let writing = true;
  const write = async (writer: number) => {
    for (let n = 0; writing; n += 1) {
      const texts = Array.from({ length: 1 + (n % 4) }, (_, i) => `${writer}.${n}.${i}`);
      const rolledBack = n % 5 === 4;
      await outbox
        .transaction(async (tx) => {
          await appendEvents(tx, someEvents(...texts));
          if (rolledBack) throw new Error('rolled back');
          if (n % 7 === 3) await sleep(Math.random() * 60);
        })
        .then(() => committed.push(...texts))
        .catch((error: Error) => expect(error.message).toBe('rolled back'));
      await sleep(Math.random() * 4);
    }
  };
  const writers = [1, 2, 3].map(write);
  for (const _ of [1, 2]) startRelayProcess();
  for (let kills = 0; kills < 8; kills += 1) {
    await until('one leads', () => expect(leaders).toHaveLength(1));
    await sleep(Math.random() * 300);
    const [victim] = leaders.splice(0) as [ChildProcess];
    expect(victim.exitCode).toBe(null);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    children.delete(victim);
    startRelayProcess();
  }
  writing = false;
  await Promise.all(writers);

  for (const sink of ['record', 'stream']) {
    const kept = () =>
      record.query<{ sequence: number; text: string }>(`SELECT * FROM ${sink} ORDER BY sequence`);
    await until(`${sink} has every event`, async () =>
      expect((await kept()).count).toBe(committed.length),
    );
    const { rows } = await kept();
    expect(rows.map(({ sequence }) => sequence)).toEqual(committed.map((_, n) => n + 1));
    expect(rows.map(({ text }) => text).sort()).toEqual(committed.toSorted());
    // One writer's events are in the order in which it committed them.
    const order = (texts: string[]) => texts.filter((text) => text.startsWith('1.'));
    expect(order(rows.map(({ text }) => text))).toEqual(order(committed));
  }
  await until('the outbox is empty', async () =>
    expect((await outbox.query('SELECT FROM outbox')).count).toBe(0),
  );
  for (const relay of children) expect(relay.exitCode).toBe(null);
});
