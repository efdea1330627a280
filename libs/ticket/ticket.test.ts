import { createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfig } from '../config/index.js';
import { GatepostError } from '../errors/index.js';
import { TICKET_STORES } from './claims.js';
import {
  claimedAccount,
  generateTicketKey,
  issueTicket,
  MOST_OUTRANKING,
  rankDigest,
  readTicketKey,
  readTicketKeys,
  type TicketKeys,
  ticketKey,
  ticketKeys,
} from './index.js';
import { verifyTicket } from './verify-ticket.js';

const now = Date.parse('2026-11-01T12:00:00.500Z');
const frontEnd = 'spiffe://gatepost/front-end/webmail';
const claims = {
  jti: '01936d4e-0000-7000-8000-000000000001',
  account: 'luca@a.tld',
  frontEnd,
  purpose: 'manage' as const,
  stores: ['otp', 'credential'] as const,
  oneFactor: false,
  decisionId: '01936d4e-0000-7000-8000-000000000002',
  loginBegunAt: now - 200,
};
const pair = generateTicketKey();
const key = readTicketKey(pair.privatePem);
const keys = readTicketKeys([generateTicketKey().publicPem, pair.publicPem]);

const verify = (token: string, change: Partial<Parameters<typeof verifyTicket>[0]> = {}) =>
  verifyTicket({ keys, token, now, store: 'otp', purposes: ['manage'], frontEnd, ...change });

/** What the caller and what the log learn of a refusal. */
async function refusal(verified: Promise<unknown>): Promise<{ told: object; logged: string }> {
  const error = await verified.then(
    () => expect.fail('accepted'),
    (e) => e,
  );
  expect(error).toBeInstanceOf(GatepostError);
  return { told: error.toJSON(), logged: (error.cause as Error).message };
}

/** Signs any header and payload with the right key, as someone who stole nothing but a bug could. */
function signed(header: object, payload: object | string): string {
  const part = (value: object | string) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  const signature = sign(null, Buffer.from(input), createPrivateKey(pair.privatePem));
  return `${input}.${signature.toString('base64url')}`;
}
const header = { alg: 'EdDSA', typ: 'gatepost-ticket+jwt', kid: key.id };
const iat = now / 1000;
const payload = {
  jti: claims.jti,
  account: claims.account,
  front_end: frontEnd,
  purpose: 'manage',
  stores: ['otp', 'credential'],
  decision_id: claims.decisionId,
  auth_time: claims.loginBegunAt / 1000,
  iat,
  exp: iat + 300,
};

it('verifies what was signed, under any of the keys, for five minutes', async () => {
  const { token, expiresAt } = await issueTicket({ key, claims, now });
  expect(expiresAt).toBe(now + 300_000);
  const issued = { ...claims, issuedAt: now, expiresAt };
  expect(await verify(token)).toEqual(issued);
  expect(await verify(token, { now: expiresAt - 1 })).toEqual(issued);
  expect((await refusal(verify(token, { now: expiresAt }))).logged).toContain('exp');
  expect(await verify(signed(header, payload))).toEqual(issued);
});

it('on one factor is taken where that is enough, and for the view lasts an hour', async () => {
  const oneFactor = await issueTicket({ key, claims: { ...claims, oneFactor: true }, now });
  expect(await verify(oneFactor.token, { oneFactor: true })).toMatchObject({ oneFactor: true });
  const view = await issueTicket({ key, claims: { ...claims, purpose: 'view' }, now });
  expect(view.expiresAt).toBe(now + 3_600_000);
  const late = { now: view.expiresAt - 1, purposes: ['view'] as const };
  expect(await verify(view.token, late)).toMatchObject({ purpose: 'view' });
});

it('stays within 2048 octets for the longest names, or is not issued', async () => {
  const account = `${'a'.repeat(248)}@a.tld`;
  const long = 'spiffe://gatepost/front-end/a-front-end-with-a-name-of-63-characters-and-no-more';
  const { token } = await issueTicket({ key, claims: { ...claims, account, frontEnd: long }, now });
  expect(token.length).toBeLessThanOrEqual(2048);
  expect((await verify(token, { frontEnd: long })).account).toBe(account);
  // The longest one of an administrator names as many accounts with more roles as a ticket may.
  const outrankedBy = Array.from({ length: MOST_OUTRANKING }, (_, n) => rankDigest(`${n}@a.tld`));
  const administers = { role: 'help-desk' as const, readOnly: false, outrankedBy };
  const stores = [...TICKET_STORES];
  const most = { ...claims, account, frontEnd: long, purpose: 'administer' as const, stores };
  const given = await issueTicket({ key, claims: { ...most, administers }, now });
  const how = { frontEnd: long, purposes: ['administer'] as const };
  expect((await verify(given.token, how)).administers).toEqual(administers);
  const longer = { ...claims, account: 'a'.repeat(1400) };
  await expect(issueTicket({ key, claims: longer, now })).rejects.toThrow(RangeError);
});

it('refuses every other ticket in the same words, and tells the log which check failed', async () => {
  const { token } = await issueTicket({ key, claims, now });
  const stranger = readTicketKey(generateTicketKey().privatePem);
  const oneFactor = await issueTicket({ key, claims: { ...claims, oneFactor: true }, now });
  const enrol = await issueTicket({ key, claims: { ...claims, purpose: 'enrol' }, now });
  const [head, body, signature] = token.split('.') as [string, string, string];
  const other = Buffer.from(JSON.stringify({ ...payload, account: 'anna@a.tld' }));
  const cases: [string, string, Partial<Parameters<typeof verifyTicket>[0]>?][] = [
    ['none', ''],
    ['too long', `${token}${'A'.repeat(2048)}`],
    ['', 'not a token'],
    ['signature', `${head}.${other.toString('base64url')}.${signature}`],
    ['signature', `${head}.${body}.${'A'.repeat(86)}`],
    ['key is not known', (await issueTicket({ key: stranger, claims, now })).token],
    ['signature', (await issueTicket({ key: { ...stranger, id: key.id }, claims, now })).token],
    ['typ', signed({ ...header, typ: 'JWT' }, payload)],
    ['typ', signed({ alg: 'EdDSA', kid: key.id }, payload)],
    ['', signed({ ...header, alg: 'none' }, payload)],
    ['', signed({ ...header, alg: 'HS256' }, payload)],
    ['key is not known', signed({ alg: 'EdDSA', typ: header.typ }, payload)],
    ['exp', signed(header, { ...payload, exp: undefined })],
    ['lasts too long', signed(header, { ...payload, exp: iat + 301 })],
    ['future', signed(header, { ...payload, iat: iat + 60, exp: iat + 300 })],
    ['claims', signed(header, { ...payload, jti: 'x' })],
    ['claims', signed(header, { ...payload, purpose: 'all' })],
    ['claims', signed(header, { ...payload, account: undefined })],
    ['claims', signed(header, { ...payload, more: 1 })],
    ['', signed(header, 'null')],
    ['not for this service', token, { store: 'trust-store' }],
    ['claims', signed(header, { ...payload, stores: [] })],
    ['claims', signed(header, { ...payload, stores: undefined })],
    ['one factor', oneFactor.token],
    ['another front-end', token, { frontEnd: 'spiffe://gatepost/front-end/imap' }],
    ['purpose', enrol.token],
    ['purpose', token, { purposes: ['enrol'] }],
    ['purpose', token, { purposes: [] }],
  ];
  const told = new Set<string>();
  for (const [why, bad, change] of cases) {
    const seen = await refusal(verify(bad, change));
    expect(seen.logged).toContain(why);
    told.add(JSON.stringify(seen.told));
  }
  expect([...told]).toEqual([
    '{"code":"PERMISSION_DENIED","message":"the ticket is not valid for this","violations":[]}',
  ]);
});

const dir = mkdtempSync(join(tmpdir(), 'ticket-'));
afterAll(() => rmSync(dir, { recursive: true }));

it('says whose a ticket claims to be, without verifying it', async () => {
  expect(claimedAccount(`${signed(header, payload).slice(0, -4)}AAAA`)).toBe('luca@a.tld');
  const bad = [
    '',
    'x',
    'a.b.c',
    signed(header, { ...payload, account: 1 }),
    signed(header, 'null'),
  ];
  for (const token of [...bad, `${signed(header, payload)}${'A'.repeat(2048)}`]) {
    expect(() => claimedAccount(token)).toThrow('the ticket is not valid for this');
  }
});

it('reads keys of the configuration, and refuses a private key in place of a public one', () => {
  const { publicPem } = generateTicketKey();
  writeFileSync(join(dir, 'private.pem'), pair.privatePem, { mode: 0o600 });
  writeFileSync(join(dir, 'public.pem'), pair.publicPem);
  writeFileSync(join(dir, 'next.pem'), publicPem);
  const load = <S extends z.ZodType>(schema: S, yaml: string) => {
    writeFileSync(join(dir, 'config.yaml'), `k: ${yaml}`);
    return loadConfig(join(dir, 'config.yaml'), z.strictObject({ k: schema })) as { k: unknown };
  };
  const read = load(ticketKeys(), '[public.pem, next.pem]').k as TicketKeys;
  expect([...read.keys()]).toEqual([...readTicketKeys([pair.publicPem, publicPem]).keys()]);
  expect(load(ticketKey(), 'private.pem').k).toMatchObject({ id: key.id });
  expect(() => load(ticketKeys(), '[private.pem]')).toThrow(/config.yaml:1:5.*private key/);
  expect(() => load(ticketKeys(), '[]')).toThrow(/at least one/);
  expect(() => load(ticketKey(), 'public.pem')).toThrow(/not an Ed25519 private key/);
});
