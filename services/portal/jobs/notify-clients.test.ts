import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../../../libs/clock/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { every, startJobs } from '../../../libs/kit/jobs.js';
import { migrateService } from '../../../libs/kit/migrations.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { until } from '../../../libs/testing/until.js';
import { postLogoutToken } from '../clients/post-logout-token.js';
import type { DueLogout, PostLogoutToken, WatchSessions } from '../ports/client-logouts.js';
import type { Client } from '../ports/clients.js';
import { addClientLogin, openClientLogouts } from '../storage/client-logouts.js';
import { followEndedSessions } from './follow-ended-sessions.js';
import { openNotifier } from './notify-clients.js';

const SUBJECT = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const HOUR = 3_600_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

let db: Database;
let clock: ReturnType<typeof manualClock>;
let stops: (() => Promise<void>)[] = [];
beforeEach(async () => {
  const database = await postgres.createDatabase(['portal']);
  const address = database.address('portal');
  await migrateService({ service: 'portal', address, log });
  db = openDatabase({ ...address, log });
  clock = manualClock(Date.UTC(2027, 0, 1));
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  await db.close();
});

const logouts = () => openClientLogouts({ db, clock, newId: () => systemRandom.id() });

/** Signs in at a client that knows the session. Returns the session's id. */
async function signedIn(client: string, sessionId = systemRandom.id()): Promise<string> {
  const login = { sessionId, client, sid: `sid of ${sessionId}`, subject: SUBJECT };
  const rest = { issuer: 'https://login.a.tld', domain: 'a.tld', until: clock.now() + HOUR };
  await db.transaction((tx) => addClientLogin(tx, { ...login, ...rest }));
  return sessionId;
}

const clientOf = (id: string) =>
  ({ id, openid: { backchannelLogoutUri: `https://${id}.tld/told` } }) as unknown as Client;

/** The notifier of one replica. */
function replica(post: PostLogoutToken): () => Promise<void> {
  const makeToken = async ({ client, sid }: DueLogout) => `${client} ${sid}`;
  const parts = { logouts: logouts(), clients: clientOf, clock, makeToken, post, log };
  const stop = startJobs([every('logout tokens', 100, openNotifier(parts))], log);
  stops.push(stop);
  return stop;
}

/** Follows ends of sessions that the test supplies, as one replica does. */
function follower(watch: WatchSessions): () => Promise<void> {
  const parts = { db, clock, logouts: logouts(), watch, log };
  const stop = startJobs(
    [every('sessions that end', 100, (signal) => followEndedSessions(parts, signal))],
    log,
  );
  stops.push(stop);
  return stop;
}

const endingsOf = (...sessionIds: (string | undefined)[]): WatchSessions =>
  async function* watch(after, signal) {
    for (const [n, sessionId] of sessionIds.entries()) {
      if (n + 1 > Number(after)) yield { position: `${n + 1}`, sessionId };
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  };

const rows = async () => (await db.query('SELECT FROM client_login')).count;
const events = async () =>
  (await db.query<{ event: Buffer }>('SELECT event FROM outbox')).rows.map(({ event }) =>
    JSON.parse(event.toString()),
  );

it('tells each client of each session once, however many replicas follow and send', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 60 }, (_, n) => signedIn(`client-${n % 3}`)),
  );
  const stays = await signedIn('client-0');
  const told: string[] = [];
  const post: PostLogoutToken = async (_uri, token) => {
    told.push(token);
  };
  for (let n = 0; n < 3; n += 1) {
    replica(post);
    follower(endingsOf(...sessions, undefined));
  }
  await until('all are told', async () => (await rows()) === 1);
  expect(told.length).toBe(60);
  expect(new Set(told).size).toBe(60);
  expect(told.some((token) => token.includes(stays))).toBe(false);
});

it('a replica killed between claim and send leaves it to another', async () => {
  const session = await signedIn('webmail');
  await logouts().signedOut('webmail', `sid of ${session}`);
  // A replica claims it and never sends it.
  expect(await logouts().claim('webmail', 10)).toHaveLength(1);
  // While the claim's lease lasts, nobody else claims it.
  clock.advance(29_000);
  expect(await logouts().claim('webmail', 10)).toHaveLength(0);
  const told: string[] = [];
  replica(async (_uri, token) => {
    told.push(token);
  });
  clock.advance(2_000);
  await until('another has sent it', async () => (await rows()) === 0);
  expect(told).toHaveLength(1);
});

it('tells a client that was down when it is up again', async () => {
  const session = await signedIn('webmail');
  await logouts().signedOut('webmail', `sid of ${session}`);
  let isUp = false;
  const tries: string[] = [];
  replica(async (_uri, token) => {
    tries.push(token);
    if (!isUp) throw new Error('it cannot be reached');
  });
  for (let n = 1; n <= 4; n += 1) {
    await until(`it was tried ${n} times`, () => tries.length >= n);
    clock.advance(16 * 60_000);
  }
  isUp = true;
  await until('it is told', async () => {
    clock.advance(60_000);
    return (await rows()) === 0;
  });
  expect(await events()).toEqual([]);
});

it('gives up a client that never accepts, with an event', async () => {
  const session = await signedIn('webmail');
  await logouts().signedOut('webmail', `sid of ${session}`);
  replica(async () => {
    throw new Error('it answered 500');
  });
  await until('it is given up', async () => {
    clock.advance(20 * 60_000);
    return (await rows()) === 0;
  });
  const [event] = await events();
  expect(event).toMatchObject({
    type: 'gatepost.portal.logout-undelivered.v1',
    data: { client: 'webmail', domain: 'a.tld', session_id: session, why: 'it answered 500' },
  });
});

it('a client that hangs delays no other', async () => {
  const hung = await Promise.all(Array.from({ length: 50 }, () => signedIn('a-hangs')));
  const well = await signedIn('b-well');
  follower(endingsOf(...hung, well));
  let open = 0;
  const told: string[] = [];
  replica(async (uri, token, signal) => {
    if (uri.includes('b-well')) {
      told.push(token);
      return;
    }
    open += 1;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  });
  await until('the other is told', () => told.length === 1);
  // Further runs do not send again while a request hangs.
  for (let n = 2; n <= 4; n += 1) {
    const later = await signedIn('b-well');
    await logouts().signedOut('b-well', `sid of ${later}`);
    await until('the other is told again', () => told.length === n);
  }
  expect(open).toBeLessThanOrEqual(4);
});

it('tells every client about every session if endings were missed', async () => {
  await signedIn('webmail');
  await signedIn('phone');
  const { GatepostError } = await import('../../../libs/errors/index.js');
  await db.query(`UPDATE followed SET position = '7'`);
  follower(async function* watch(after, signal) {
    if (after !== '') throw new GatepostError('OUT_OF_RANGE', 'no longer kept');
    yield { position: '90', sessionId: undefined };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  });
  const told: string[] = [];
  replica(async (_uri, token) => {
    told.push(token);
  });
  await until('both are told', () => told.length === 2);
  expect(await logouts().position()).toBe('90');
});

it('follows no redirect, reads no answer, and takes 200 and 204 alone for an answer', async () => {
  let reached = 0;
  const server = createServer((request, response) => {
    reached += 1;
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/away') response.writeHead(302, { location: '/ok' }).end();
    else if (pathname === '/much') {
      response.writeHead(200);
      const more = () => response.write(Buffer.alloc(65_536), (error) => error ?? more());
      more();
    } else response.writeHead(pathname === '/ok' ? 204 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  const post = (path: string) => postLogoutToken(`http://127.0.0.1:${port}${path}`, 't', signal);
  await post('/ok');
  await post('/much');
  expect(reached).toBe(2);
  await expect(post('/away')).rejects.toThrow('it answered 302');
  await expect(post('/broken')).rejects.toThrow('it answered 500');
  expect(reached).toBe(4);
  server.closeAllConnections();
  server.close();
  await expect(post('/ok')).rejects.toThrow('it cannot be reached');
});
