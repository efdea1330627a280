import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMessages } from '../../../libs/i18n/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner, openShares } from '../../../libs/web/index.js';
import type { ChangedSignIn, ProgressOr, Rehearsal } from '../core/evidence.js';
import { LongWorks } from '../core/long-work.js';
import type { WorkView } from '../pages/work.js';
import { createApp } from './app.js';
import { createSealer } from './cookies.js';
import type { PageParts } from './parts.js';

const ring = keyRing([{ id: '1', key: Buffer.alloc(32, 1) }], systemRandom);
const signer = createSigner(ring);
const sealer = createSealer(ring, systemRandom);
const browser = 'b'.repeat(43);
const token = signer.formToken(browser);
const REHEARSE = '/domains/a.tld/policy/rehearse';

const changed = (account: string): ChangedSignIn => ({
  ...{ id: account, at: 0, account, service: 'Imap', address: '192.0.2.1' },
  ...{ was: 'ALLOW', wouldBe: 'DENY', rule: '=1+1', reason: 'NO_RULE' },
});
const found: Rehearsal = {
  ...{ replayed: 7, changed: 2, notReplayable: 0 },
  counts: [{ was: 'ALLOW', wouldBe: 'DENY', service: 'Imap', rule: '', count: 2 }],
  accounts: [],
  listed: [changed('luca@a.tld'), changed('nora@a.tld')],
};

let server: Server;
let origin = '';
let now = 0;
let role: string | undefined;
/** Lets the rehearsals under way end. */
let finish: () => void;
let works: LongWorks<WorkView>;
/** Of the newest proof: aborted once it is to stop. */
let proof: AbortSignal | undefined;

beforeEach(async () => {
  [now, role] = [Date.parse('2026-11-29T12:00:00Z'), 'full'];
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  works = new LongWorks({ now: () => now, newId: () => `here-${systemRandom.id()}` });
  server = createServer((...of) => app(...of)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = {
    origin: 'https://signin.example',
    refresh: async () =>
      role && { refreshToken: 'r', privileges: { ticket: 't', role, domain: 'a.tld' } },
    signOut: async () => {},
  };
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  const app = createApp({
    ...{ origin, signer, sealer, timeZone: 'UTC', random: systemRandom, works, replica: 'here' },
    ...{ clock: { now: () => now }, log, translate: loadMessages('console') },
    addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
    asked: { take: () => true },
    followers: openShares(3),
    signInPages: { at: () => page, of: () => page },
    soonMs: 0,
    trialStates: { look: async () => ({ state: 'none' }) },
    policies: {
      get: async () => undefined,
      check: (_who: unknown, { signal }: { signal: AbortSignal }) => {
        proof = signal;
        return finished.then(() => ({ kind: 'good', warnings: [], revision: 1n }));
      },
      compare: async () => ({ sentences: [], settings: [], undecided: false }),
    },
    record: { count: async () => [] },
    accounts: { locked: async () => [] },
    evidence: {
      async *rehearse(): AsyncGenerator<ProgressOr<Rehearsal>> {
        yield { kind: 'progress', done: 3, total: 7 };
        await finished;
        yield { kind: 'result', result: found };
      },
    },
  } as unknown as PageParts).callback();
});
afterEach(async () => {
  works.endAll();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function ask(path: string, form?: Record<string, string>, session = 'r'): Promise<Response> {
  const held = { account: 'anna@a.tld', refreshToken: session, host: 'https://signin.example' };
  const sealed = sealer.seal('session', held, `${browser} 127.0.0.1`);
  const cookie = `gatepost-console-browser=${browser}; gatepost-console=${sealed}`;
  return fetch(`${origin}${path}`, {
    ...{ headers: { cookie, origin }, redirect: 'manual' },
    ...(form && { method: 'POST', body: new URLSearchParams({ token, ...form }) }),
  });
}

/** Begins a rehearsal, and leaves its page before it is over. Returns the path at which it is found. */
async function begun(): Promise<string> {
  const answer = await ask(REHEARSE, { content: 'domain: a.tld', base: '1', days: '7' });
  expect(answer.status).toBe(200);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('3 of 7')) text += Buffer.from((await reader.read()).value ?? []);
  await reader.cancel();
  return /href="(\/domains\/a\.tld\/work\/here-[^"]+)"/.exec(text)?.[1] ?? '';
}

const textOf = async (path: string) => (await ask(path)).text();

it('is found again after its page was closed, while it runs and once it is over', async () => {
  const path = await begun();
  expect(await textOf('/domains/a.tld')).toContain('3 of 7 sign-ins');
  const again = ask(path).then((answer) => answer.text());
  finish();
  expect(await again).toContain('luca@a.tld');
  expect(await textOf('/domains/a.tld')).toContain(': finished');
  const later = await textOf(path);
  expect(later).toContain('luca@a.tld');
  expect(later).toContain('domain: a.tld');
});

it('a proof that takes long is long work, too', async () => {
  const answer = await ask('/domains/a.tld/policy/edit', { content: 'domain: a.tld', base: '0' });
  await answer.body?.cancel();
  const listed = await textOf('/domains/a.tld');
  expect(listed).toContain('Change the policy</a>');
  const path = /href="(\/domains\/a\.tld\/work\/here-[^"]+)"/.exec(listed)?.[1] ?? '';
  finish();
  const shown = await textOf(path);
  expect(shown).toContain('No sign-in is decided otherwise.');
  expect(shown).toContain('name="seen"');
});

it('a proof stops when its work is ended, where one signs out, and where too much runs', async () => {
  const prove = async () => {
    const answer = await ask('/domains/a.tld/policy/edit', { content: 'domain: a.tld', base: '0' });
    if (answer.status === 200) await answer.body?.cancel();
    return answer;
  };
  for (const press of [(path: string) => `${path}/end`, () => '/sign-out']) {
    await prove();
    expect(proof?.aborted).toBe(false);
    const listed = await textOf('/domains/a.tld');
    const path = /href="(\/domains\/a\.tld\/work\/here-[^"]+)"/.exec(listed)?.[1] ?? '';
    await ask(press(path), {});
    expect(proof?.aborted).toBe(true);
  }
  await prove();
  await prove();
  expect((await prove()).status).toBe(429);
  expect(proof?.aborted).toBe(true);
});

it('says how to come back while it runs, and no longer once it is over', async () => {
  const path = await begun();
  const running = await ask(path);
  finish();
  expect(await running.text()).toContain('Come back here');
  const over = await textOf(path);
  expect(over).toContain('luca@a.tld');
  expect(over).not.toContain('Come back here');
  expect(over).not.toContain('You may close this page');
});

it('what it lists is filtered, and saved as a file that no spreadsheet runs', async () => {
  const path = await begun();
  // No part of a file is taken for all of it.
  expect((await ask(`${path}/changes.csv`)).status).toBe(404);
  finish();
  const some = await textOf(`${path}?account=nora&service=Imap&decision=DENY`);
  expect(some).toContain('nora@a.tld');
  expect(some).not.toContain('luca@a.tld');
  const file = await ask(`${path}/changes.csv?account=nora`);
  expect(file.headers.get('content-type')).toContain('text/csv');
  expect((await file.text()).split('\r\n')).toEqual([
    'time,account,service,address,was,would_be,reason,rule,decision_id',
    "1970-01-01T00:00:00.000Z,nora@a.tld,Imap,192.0.2.1,ALLOW,DENY,NO_RULE,'=1+1,nora@a.tld",
    '',
  ]);
});

it('ends where one signs out, and when its button is pressed', async () => {
  for (const press of [(path: string) => `${path}/end`, () => '/sign-out']) {
    const path = await begun();
    expect((await ask(press(path), {})).status).toBe(303);
    const after = await ask(path);
    expect(after.status).toBe(404);
    expect(await after.text()).toContain('This work is over');
  }
});

it('is of one sign-in, and of those who may change the document', async () => {
  const path = await begun();
  finish();
  expect((await ask(path, undefined, 'another')).status).toBe(404);
  role = 'auditors';
  for (const each of [path, `${path}/changes.csv`]) expect((await ask(each)).status).toBe(403);
  role = undefined;
  expect((await ask(path)).headers.get('location')).toContain('/sign-in');
});

it('a replica that does not have it says so, and asks again a bounded number of times', async () => {
  let path = '/domains/a.tld/work/other-1?account=luca';
  for (let tries = 0; tries < 9; tries += 1) {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    const next = /content="2;url=([^"]+)"/.exec(await answer.text())?.[1] ?? '';
    path = next.replaceAll('&amp;', '&');
    expect(path).toBe(`/domains/a.tld/work/other-1?account=luca&again=${tries + 1}`);
  }
  expect(await textOf(path)).not.toContain('http-equiv');
});

it('an account has a bounded number of them', async () => {
  await begun();
  await begun();
  expect((await ask(REHEARSE, { content: 'x', days: '7' })).status).toBe(429);
});
