import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMessages } from '../../../libs/i18n/index.js';
import { silentLog } from '../../../libs/log/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner } from '../../../libs/web/index.js';
import { LongWorks } from '../core/long-work.js';
import type { Policies } from '../ports.js';
import { createApp } from './app.js';
import { createSealer } from './cookies.js';
import type { PageParts } from './parts.js';

const ring = keyRing([{ id: '1', key: Buffer.alloc(32, 1) }], systemRandom);
const signer = createSigner(ring);
const sealer = createSealer(ring, systemRandom);
const browser = 'b'.repeat(43);
const token = signer.formToken(browser);

let server: Server;
let origin = '';
/** Sign-ins that the sign-in page was asked about. */
let asked: string[] = [];
let read: number[] = [];
let hold = Promise.resolve();

beforeEach(async () => {
  [asked, read, hold] = [[], [], Promise.resolve()];
  server = createServer((...of) => app(...of)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = { now: () => Date.parse('2026-11-29T12:00:00Z') };
  const policies: Partial<Policies> = {
    get: async () => undefined,
    async check(_, { content }) {
      read.push(content.length);
      await hold;
      return { kind: 'refused', problems: [] };
    },
  };
  const app = createApp({
    ...{ origin, clock, signer, sealer, policies, timeZone: 'UTC' },
    ...{ log: silentLog, random: systemRandom, translate: loadMessages('console') },
    addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
    asked: { take: () => true },
    ...{ works: new LongWorks({ now: clock.now, newId: systemRandom.id }), soonMs: 60_000 },
    signInPages: {
      at: () => ({
        async refresh(refreshToken: string) {
          asked.push(refreshToken);
          const domain = refreshToken;
          const privileges = { ticket: 't', role: 'full' as const, domain };
          return domain === 'ended'
            ? undefined
            : { refreshToken, privileges, actTicket: undefined };
        },
      }),
    },
  } as unknown as PageParts).callback();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Cookies of a browser whose sign-in the sign-in page knows by this name. */
function cookiesOf(refreshToken: string): string {
  const session = sealer.seal(
    'session',
    { account: 'anna@a.tld', refreshToken },
    `${browser} 127.0.0.1`,
  );
  return `gatepost-console-browser=${browser}; gatepost-console=${session}`;
}

/** Returns the status of the answer. Without `rest`, only the first octets of the body are ever sent. */
async function post(
  path: string,
  { cookie = '', octets = 2_000_000, from = origin, rest = true } = {},
): Promise<number> {
  const form = `token=${encodeURIComponent(token)}&base=0&content=`;
  const headers = {
    ...{ cookie, origin: from, 'content-type': 'application/x-www-form-urlencoded' },
    'content-length': form.length + octets,
  };
  const asking = request(`${origin}${path}`, { method: 'POST', headers });
  asking.on('error', () => undefined);
  asking.write(rest ? form + 'a'.repeat(octets) : form);
  const answer = await new Promise<IncomingMessage>((resolve) => asking.once('response', resolve));
  asking.destroy();
  return answer.statusCode ?? 0;
}

/** Resolves once so many documents were read: none of those that wait is answered then. */
async function beforeItIsRead(count: number): Promise<'read'> {
  while (read.length < count) await new Promise((resolve) => setImmediate(resolve));
  return 'read';
}

const EDIT = '/domains/a.tld/policy/edit';

it('a document is read only from an administrator', async () => {
  const unread = { rest: false };
  expect(await post(EDIT, unread)).toBe(403);
  expect(
    await post(EDIT, { ...unread, cookie: cookiesOf('a.tld'), from: 'https://evil.example' }),
  ).toBe(403);
  expect(asked).toEqual([]);
  expect(await post(EDIT, { ...unread, cookie: cookiesOf('ended') })).toBe(401);
  expect(
    await post(EDIT, { ...unread, cookie: cookiesOf('a.tld').replace(browser, 'c'.repeat(43)) }),
  ).toBe(401);
  expect(asked).toEqual(['ended']);
  expect(await post(EDIT, { cookie: cookiesOf('a.tld') })).toBe(200);
  expect(read).toEqual([2_000_000]);
  // The sign-in page is asked once for each request.
  expect(asked).toEqual(['ended', 'a.tld']);
});

it('no other form is larger than 64 KiB, and no document than 3 MiB', async () => {
  const cookie = cookiesOf('a.tld');
  for (const path of ['/sign-out', '/domains/a.tld/trial/end', '/domains/a.tld/policy/edit/']) {
    expect(await post(path, { cookie, octets: 70_000, rest: false }), path).toBe(413);
  }
  expect(await post(EDIT, { cookie, octets: 3_200_000, rest: false })).toBe(413);
});

it('limits a domain to two pending documents, and leaves others theirs', async () => {
  let release = () => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  const own = [0, 1].map(() => post(EDIT, { cookie: cookiesOf('a.tld') }));
  while (read.length < 2) await new Promise((resolve) => setImmediate(resolve));
  // If it is not refused, it is read and held, and is not answered before the others.
  const third = post(EDIT, { cookie: cookiesOf('a.tld') });
  expect(await Promise.race([third, beforeItIsRead(3)])).toBe(429);
  const other = post('/domains/b.tld/policy/edit', { cookie: cookiesOf('b.tld') });
  while (read.length < 3) await new Promise((resolve) => setImmediate(resolve));
  release();
  expect(await Promise.all([...own, other])).toEqual([200, 200, 200]);
  expect(await post(EDIT, { cookie: cookiesOf('a.tld') })).toBe(200);
});
