import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../embedded-postgres/testing.js';
import { silentLog } from '../../log/index.js';
import type { Database } from '../../pg/index.js';
import { until } from '../../testing/until.js';
import { appendEvents } from '../append-events.js';
import { openOutbox, quiet, someEvents } from '../testing/outbox-database.js';
import { startRelay } from './relay.js';
import { watchOutbox } from './watch-outbox.js';

let server: TestPostgres;
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.createDatabase(['policy']);
  db = await openOutbox(database, 'policy');
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

it('raises the alarm before too many events wait, and when they do, and ends it', async () => {
  let stuck = true;
  const deliver = async () => {
    if (stuck) throw new Error('down');
  };
  const relay = startRelay({ db, log: quiet, sinks: [{ name: 'record', deliver }] });
  const log = { ...silentLog, info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const pending = vi.fn();
  const watch = watchOutbox({ db, log, pending, mostPending: 10, stuckAfterMs: 1 });
  expect(watch.recording).toBe(true);
  const append = (count: number) =>
    appendEvents(db, someEvents(...Array(count).fill('x')), { mostPending: 10 });

  await append(8);
  await until('it is nearly full', () =>
    expect(log.warn.mock.lastCall?.[0]).toBe('the outbox is nearly full'),
  );
  expect(watch.full).toBe(false);
  await until('the record is known to take nothing', () => !watch.recording);
  await append(2);
  await until('it is full', () => watch.full);
  expect(log.error).toHaveBeenCalledWith('the outbox is full: nothing is decided', {
    waiting: 10,
    mostPending: 10,
  });
  expect(pending).toHaveBeenLastCalledWith(10, 10);
  await expect(append(1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  stuck = false;
  await until('it is full no more', () => !watch.full);
  await until('the record takes events', () => watch.recording);
  await append(1);
  await watch.close();
  await relay.close();
});
