import { afterAll, afterEach, beforeAll, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { type Database, openDatabase } from '../../../libs/pg/index.js';
import { silent } from '../testing/open-record.js';
import { ANNOUNCE, listenWith } from './listen.js';
import { createWake, type Listener } from './wake.js';

let server: TestPostgres;
let made: TestDatabase;
let database: Database;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  made = await server.createDatabase(['audit']);
  database = openDatabase({ ...made.address('audit'), log: silent });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** A replica's, with nothing to fall back on within the time of a test; and the listener it got last. */
async function replica() {
  const listeners: Listener[] = [];
  const hear = listenWith(made.admin);
  let heard = () => {};
  const listening = new Promise<void>((done) => {
    heard = done;
  });
  const wake = createWake({
    announce: () => database.query(ANNOUNCE),
    listen: async (wakeAll) => {
      listeners.push(await hear(wakeAll));
      heard();
      return listeners.at(-1) as Listener;
    },
    log: silent,
    lookMs: 600_000,
  });
  closing.push(() => wake.close());
  await listening;
  // To have heard is itself a reason to look: over before anyone waits.
  await new Promise((done) => setImmediate(done));
  return { wake, listeners };
}

const signal = new AbortController().signal;

test('growth in one replica wakes those who wait in another', async () => {
  const [one, two] = [await replica(), await replica()];
  const waiting = two.wake.wait({ since: two.wake.mark(), ms: 600_000, signal });
  one.wake.grown();
  await waiting;
  const again = one.wake.wait({ since: one.wake.mark(), ms: 600_000, signal });
  two.wake.grown();
  two.wake.grown();
  await again;
});

test('growth between the mark and the wait is not missed', async () => {
  // Deaf and dumb: what it announces does not come back to it.
  const listener = { lost: new AbortController().signal, close: async () => undefined };
  const wake = createWake({
    announce: async () => undefined,
    listen: async () => listener,
    log: silent,
    lookMs: 600_000,
  });
  closing.push(() => wake.close());
  await new Promise((done) => setImmediate(done));
  const since = wake.mark();
  wake.grown();
  await wake.wait({ since, ms: 600_000, signal });
});

test('waiting ends with who waits, and at the end', async () => {
  const { wake } = await replica();
  const gone = new AbortController();
  const waiting = wake.wait({ since: wake.mark(), ms: 600_000, signal: gone.signal });
  gone.abort();
  await waiting;
  const last = wake.wait({ since: wake.mark(), ms: 600_000, signal });
  await wake.close();
  await last;
  await wake.wait({ since: wake.mark(), ms: 0, signal });
});
