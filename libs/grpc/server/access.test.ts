import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowList } from '../access/allow-list.js';
import { ALL_DOMAINS, NO_DOMAIN } from '../access/domains.js';
import type { Peer } from '../index.js';
import { ALLOW, type Bench, echo, openBench, pushable, type Say } from '../testdata/echo.js';

let bench: Bench;
let webmail: Peer;
let imap: Peer;
let nobody: Peer;
beforeAll(async () => {
  bench = await openBench();
  webmail = await bench.peerAs('front-end', 'webmail');
  imap = await bench.peerAs('front-end', 'imap');
  nobody = await bench.peerAs('auditor', 'nobody');
});
afterAll(() => bench.close());

const FAST = { deadlineMs: 60_000 };
const say = (peer: Peer, domain: string) => peer.unary(echo.Say, { domain, text: 'x' }, FAST);

describe('a call', () => {
  it('passes where caller, method and domain are allowed', async () => {
    expect(await say(imap, 'b.tld')).toEqual({ text: 'x' });
    expect(await say(webmail, 'any.tld')).toEqual({ text: 'x' });
  });

  it.each([
    ['who has no entry', () => say(nobody, 'a.tld')],
    [
      'of a method that is not listed',
      () => drain(imap.serverStream(echo.Count, { domain: 'a.tld' })),
    ],
    ['for another domain', () => say(imap, 'c.tld')],
    ['for a subdomain', () => say(imap, 'x.a.tld')],
    [
      'of a method without a domain extractor',
      () => webmail.unary(echo.Forgotten, { domain: 'a.tld' }, FAST),
    ],
  ])('is refused %s', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('names the field that is malformed', async () => {
    await expect(say(webmail, 'a b')).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'domain: is not a domain',
      violations: [{ field: 'domain', description: 'is not a domain' }],
    });
  });

  it('is refused if the extractor fails, without details', async () => {
    await expect(say(webmail, 'throws')).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'request: names no valid domain',
    });
  });

  it('is refused before its request arrives', async () => {
    const streaming = { ...echo.Say, requestStream: true, responseStream: true } as const;
    const { requests } = pushable<Say>();
    await expect(nobody.bidi(streaming, requests).next()).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('is refused before its request is decoded', async () => {
    const text = 'x'.repeat(10);
    const garbage = { ...echo.Say, requestSerialize: () => Buffer.from('\xff\xff\xff') };
    await expect(nobody.unary(garbage, { text }, FAST)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    await expect(webmail.unary(garbage, { text }, FAST)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: 'request', description: 'is not a message of this method' }],
    });
  });
});

describe('the allow-list', () => {
  const file = () => join(bench.dir, 'access.yaml');
  afterEach(async () => {
    writeFileSync(file(), ALLOW);
    await bench.server.check();
  });

  it('is read again, and applies to messages of a stream that is open', async () => {
    const { requests, push, end } = pushable<{ id: number; domain: string; text: string }>();
    const answers = imap.bidi(echo.Chat, requests);
    push({ id: 1, domain: 'a.tld', text: 'before' });
    expect((await answers.next()).value).toMatchObject({ id: 1, text: 'before', error: '' });
    writeFileSync(file(), ALLOW.replace('domains: [a.tld, b.tld]', 'domains: [b.tld]'));
    await bench.server.check();
    push({ id: 2, domain: 'a.tld', text: 'after' });
    expect((await answers.next()).value).toMatchObject({
      id: 2,
      error: expect.stringContaining('PERMISSION_DENIED'),
    });
    end();
    expect((await answers.next()).done).toBe(true);
    await expect(say(imap, 'a.tld')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('stays in force when its file is broken', async () => {
    writeFileSync(file(), 'callers: [');
    await bench.server.check();
    expect(await say(imap, 'a.tld')).toEqual({ text: 'x' });
    expect(bench.lines.join()).toContain('the old one stays in force');
  });
});

describe('parseAllowList', () => {
  const rpcs = ['p.v1.S/Do', 'p.v1.S/Undo'];
  const parse = (text: string) => parseAllowList(text, { file: 'access.yaml', rpcs });

  it('warns of an entry for what this configuration does not serve', () => {
    const warnings: string[] = [];
    const options = { file: 'access.yaml', rpcs, switchedOff: ['q.v1.Off/Do'] };
    const text = entry('rpcs: [p.v1.S/Do, q.v1.Off/Do], domains: [a.tld]');
    parseAllowList(text, { ...options, onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([expect.stringContaining('q.v1.Off/Do is not served here')]);
  });
  const entry = (more: string) => `callers:\n  - { identity: spiffe://gatepost/admin/x, ${more} }`;

  it('grants what it lists and nothing more', () => {
    const list = parse(entry('rpcs: [p.v1.S/Do], domains: [a.tld]'));
    const grant = list.grantOf('spiffe://gatepost/admin/x');
    expect(grant?.allowsRpc('p.v1.S/Do')).toBe(true);
    expect(grant?.allowsRpc('p.v1.S/Undo')).toBe(false);
    expect(grant?.allowsRpc('p.v1.S/*')).toBe(false);
    expect(grant?.allowsDomains(['a.tld'])).toBe(true);
    expect(grant?.allowsDomains(NO_DOMAIN)).toBe(true);
    expect(grant?.may('explain')).toBe(false);
    for (const refused of [ALL_DOMAINS, ['a.tld', 'b.tld'], [], '*', 'A.tld', ''] as const) {
      expect(grant?.allowsDomains(refused), String(refused)).toBe(false);
    }
    expect(list.grantOf('spiffe://gatepost/admin/y')).toBeNull();
  });

  it('takes "*" for every domain', () => {
    const grant = parse(entry('rpcs: [p.v1.S/*], domains: ["*"], may: [interactive]')).grantOf(
      'spiffe://gatepost/admin/x',
    );
    for (const domains of [ALL_DOMAINS, ['a.tld', 'b.tld'], '*'] as const) {
      expect(grant?.allowsDomains(domains)).toBe(true);
    }
    expect(grant?.allowsRpc('p.v1.S/Undo')).toBe(true);
    expect(grant?.may('interactive')).toBe(true);
  });

  it('allows all services of logins, or only those that it names', () => {
    const of = (more: string) =>
      parse(entry(`rpcs: [p.v1.S/*], domains: ["*"]${more}`)).grantOf('spiffe://gatepost/admin/x');
    expect(of('')?.allowsService('Imap')).toBe(true);
    expect(of(', services: [WebUI]')?.allowsService('WebUI')).toBe(true);
    expect(of(', services: [WebUI]')?.allowsService('Imap')).toBe(false);
  });

  it.each([
    ['an unknown service', entry('rpcs: [p.v1.S/*], domains: ["*"], services: [imap]'), 'services'],
    ['no service', entry('rpcs: [p.v1.S/*], domains: ["*"], services: []'), 'services'],
    ['no callers', 'callers:', '1:9: callers'],
    ['an unknown method', entry('rpcs: [p.v1.S/Redo], domains: [a.tld]'), 'rpcs[0]: is not served'],
    ['a method of another service', entry('rpcs: [q.v1.S/*], domains: [a.tld]'), 'rpcs[0]'],
    ['a bare star', entry('rpcs: ["*"], domains: [a.tld]'), 'rpcs[0]'],
    ['no domains', entry('rpcs: [p.v1.S/Do]'), 'domains: is required'],
    ['an empty list of domains', entry('rpcs: [p.v1.S/Do], domains: []'), 'domains'],
    ['a domain in capitals', entry('rpcs: [p.v1.S/Do], domains: [A.tld]'), 'domains[0]'],
    ['a pattern of domains', entry('rpcs: [p.v1.S/Do], domains: ["*.tld"]'), 'domains[0]'],
    ['an unknown permission', entry('rpcs: [p.v1.S/Do], domains: [a], may: [all]'), 'may[0]'],
    ['an unknown key', entry('rpcs: [p.v1.S/Do], domains: [a], maybe: [x]'), 'unknown key'],
    ['no identity', 'callers: [{ identity: webmail, rpcs: [p.v1.S/Do], domains: [a] }]', 'spiffe'],
    [
      'two entries for one caller',
      `${entry('rpcs: [p.v1.S/Do], domains: [a]')}\n  - { identity: spiffe://gatepost/admin/x, rpcs: [p.v1.S/Do], domains: [b] }`,
      '3:17: callers[1].identity: has an entry already',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
