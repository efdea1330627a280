import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadMessages } from '../../../libs/i18n/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { until } from '../../../libs/testing/until.js';
import { clientAddresses, createSigner, openShares } from '../../../libs/web/index.js';
import type { TrialReport } from '../core/document.js';
import type { ProgressOr } from '../core/evidence.js';
import { TrialStates } from '../core/trial-states.js';
import { createApp } from './app.js';
import { createSealer } from './cookies.js';
import type { PageParts } from './parts.js';

// Pages of a domain whose trial takes long to count.

const ring = keyRing([{ id: '1', key: Buffer.alloc(32, 1) }], systemRandom);
const sealer = createSealer(ring, systemRandom);
const browser = 'b'.repeat(43);
const report: TrialReport = {
  trial: { startedAt: 0, by: 'anna@a.tld', comment: 'two factors', failure: '' },
  ...{ logins: 93_000, allowed: 92_000, refusedGenuine: 0, unknown: 0, ready: true, notListed: 0 },
  differences: {
    ...{ filter: { account: '', service: '', decision: '' }, from: 0, items: [], found: 0 },
  },
};

let server: Server;
let origin = '';
/** Lets the counts under way end. */
let finish: () => void;
let signals: AbortSignal[];
/** Until then it is not even known whether a trial runs. */
let begins: Promise<void>;

beforeEach(async () => {
  signals = [];
  begins = Promise.resolve();
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  server = createServer((...of) => app(...of)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const privileges = { ticket: 't', role: 'full', domain: '*' };
  const page = {
    origin: 'https://signin.example',
    refresh: async () => ({ refreshToken: 'r', privileges }),
  };
  const now = () => 0;
  const app = createApp({
    ...{ origin, signer: createSigner(ring), sealer, timeZone: 'UTC', random: systemRandom },
    ...{ clock: { now }, log: { error() {}, warn() {} }, translate: loadMessages('console') },
    addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
    asked: { take: () => true },
    followers: openShares(3),
    signInPages: { at: () => page, of: () => page },
    trialStates: new TrialStates({ now, failed: () => {} }),
    works: { list: () => [] },
    record: { count: async () => [] },
    accounts: { locked: async () => [] },
    policies: {
      get: async () => ({}),
      async *trial(
        _: unknown,
        { domain, signal }: { domain: string; signal: AbortSignal },
      ): AsyncGenerator<ProgressOr<TrialReport>> {
        signals.push(signal);
        await begins;
        if (domain !== 'a.tld') return;
        yield { kind: 'progress', done: 250, total: 93_000 };
        await finished;
        yield { kind: 'result', result: report };
      },
    },
  } as unknown as PageParts).callback();
});
// Broken, a page waits for ever.
vi.setConfig({ testTimeout: 20_000 });

afterEach(async () => {
  finish();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function ask(path: string): Promise<Response> {
  const held = { account: 'anna@a.tld', refreshToken: 'r', host: 'https://signin.example' };
  const sealed = sealer.seal('session', held, `${browser} 127.0.0.1`);
  const cookie = `gatepost-console-browser=${browser}; gatepost-console=${sealed}`;
  return fetch(`${origin}${path}`, { headers: { cookie } });
}

const textOf = async (path: string) => (await ask(path)).text();

it('the first page does not wait for the count of a trial, and a later view shows what it found', async () => {
  expect(await textOf('/domains/a.tld')).toContain('A document is being tried.');
  finish();
  await until('it was counted', async () => {
    return (await textOf('/domains/a.tld')).includes('ready to apply');
  });
});

it('the first page says so if it is not known in time whether a trial runs', async () => {
  let begin = () => {};
  begins = new Promise((resolve) => {
    begin = resolve;
  });
  expect(await textOf('/domains/a.tld')).toContain('is still being looked up');
  begin();
  finish();
  await until('it was counted', async () => {
    return (await textOf('/domains/a.tld')).includes('ready to apply');
  });
});

it("a trial's page is shown while it is counted, and then what was found", async () => {
  const answer = await ask('/domains/a.tld/trial');
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('<progress')) text += Buffer.from((await reader.read()).value ?? []);
  expect(text).toContain('<h1>');
  finish();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += Buffer.from(part.value);
  }
  expect(text).toContain('ready to apply');
  expect(text).toContain('two factors');
  expect(text).toContain('</html>');
});

it("a trial's page is shown before its count begins, also if no trial runs", async () => {
  let begin = () => {};
  begins = new Promise((resolve) => {
    begin = resolve;
  });
  const [running, none] = [await ask('/domains/a.tld/trial'), await ask('/domains/b.tld/trial')];
  expect([running.status, none.status]).toEqual([200, 200]);
  begin();
  finish();
  expect(await running.text()).toContain('ready to apply');
  expect(await none.text()).toContain('Nothing is being tried');
});

it('a count ends with its page, and one administrator has three at most', async () => {
  const open = await Promise.all([1, 2, 3].map(() => ask('/domains/a.tld/trial')));
  expect((await ask('/domains/a.tld/trial')).status).toBe(429);
  for (const answer of open) await answer.body?.cancel();
  await until('the counts end', () => signals.every(({ aborted }) => aborted));
  await until('there is room again', async () => {
    const answer = await ask('/domains/a.tld/trial');
    await answer.body?.cancel();
    return answer.status === 200;
  });
});
