import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { loadMessages } from '../../../libs/i18n/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner } from '../../../libs/web/index.js';
import { domainRecord } from '../clients/record.js';
import { createApp } from './app.js';
import { createSealer } from './cookies.js';
import type { PageParts } from './parts.js';

const ring = keyRing([{ id: '1', key: Buffer.alloc(32, 1) }], systemRandom);
const signer = createSigner(ring);
const sealer = createSealer(ring, systemRandom);
const browser = 'b'.repeat(43);
const HOST = 'https://signin.example';
const PAGE = 500;

interface Asked {
  readonly filter: { readonly domain: string; readonly type: string; readonly since: Date };
  readonly page: { readonly size: number; readonly token: string };
}

let server: Server;
let origin = '';
let asked: Asked[];
/** How many reminders failed. Undefined: audit does not answer. */
let failures: number | undefined;

beforeEach(async () => {
  [asked, failures] = [[], 0];
  server = createServer((...of) => app(...of)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const privileges = { ticket: 't', role: 'auditors', domain: 'a.tld' };
  const page = { origin: HOST, refresh: async () => ({ refreshToken: 'r', privileges }) };
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  const audit = {
    async unary(_: unknown, request: Asked) {
      asked.push(request);
      if (failures === undefined) throw unavailable('audit does not answer');
      const from = Number(request.page.token);
      const until = Math.min(failures, from + request.page.size);
      const events = Array.from({ length: until - from }, (_, n) => ({ event: failed(from + n) }));
      return { events, nextToken: until < failures ? `${until}` : '' };
    },
  } as unknown as Peer;
  const app = createApp({
    ...{ origin, signer, sealer, timeZone: 'UTC', random: systemRandom, log },
    clock: { now: () => Date.parse('2026-11-29T12:00:00Z') },
    translate: loadMessages('console'),
    addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
    asked: { take: () => true },
    signInPages: { at: () => page, of: () => page },
    record: domainRecord({ audit, deadlineMs: 1000 }),
    reminders: { waiting: async () => 0 },
  } as unknown as PageParts).callback();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function failed(n: number): Buffer {
  const data = {
    account: `p${n}@a.tld`,
    kind: 'enrolment-due',
    why: '550 5.1.1 <b>no mailbox</b>',
  };
  return Buffer.from(JSON.stringify({ time: '2026-11-28T12:00:00Z', data }));
}

async function shown(): Promise<string> {
  const held = { account: 'anna@a.tld', refreshToken: 'r', host: HOST };
  const sealed = sealer.seal('session', held, `${browser} 127.0.0.1`);
  const cookie = `gatepost-console-browser=${browser}; gatepost-console=${sealed}`;
  const answer = await fetch(`${origin}/domains/a.tld/second-factors`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer.text();
}

it('the page says how many reminders could not be delivered, to whom, and why', async () => {
  expect(await shown()).not.toContain('could not be delivered');
  expect(asked[0]?.filter).toMatchObject({ domain: 'a.tld', type: 'gatepost.notice.failed.v1' });
  failures = 2;
  const page = await shown();
  expect(page).toContain('2 people could not be reminded');
  for (const account of ['p0@a.tld', 'p1@a.tld']) expect(page).toContain(account);
  expect(page).toContain('550 5.1.1 &lt;b>no mailbox');
});

it('says so where that cannot be asked, and reads and lists no more than so many', async () => {
  failures = undefined;
  expect(await shown()).toContain('it is not known which reminders could not be delivered');
  [asked, failures] = [[], 100 * PAGE];
  const page = await shown();
  expect(asked).toHaveLength(4);
  expect(page.match(/p\d+@a\.tld<\/bdi>/g)).toHaveLength(200);
});
