import { expect, it } from 'vitest';
import { GatepostError } from '../errors/index.js';
import type { Queryable } from '../pg/index.js';
import {
  actDigest,
  generateTicketKey,
  issueTicket,
  ownTicketKeys,
  rankDigest,
  readTicketKey,
} from '../ticket/index.js';
import { administratorGate } from './index.js';

const key = readTicketKey(generateTicketKey().privatePem);
const console = 'spiffe://gatepost/service/console';
let now = Date.parse('2026-11-01T12:00:00Z');
const used = new Set<string>();
const db = {
  query: async (_: string, [jti]: [string]) => {
    const count = used.has(jti) ? 0 : 1;
    used.add(jti);
    return { rows: [], count };
  },
} as unknown as Queryable;

const gate = administratorGate({
  ...{ keys: ownTicketKeys(key), clock: { now: () => now }, store: 'otp', db },
  check: async ({ account }) => {
    if (account === 'gone@a.tld') throw new GatepostError('PERMISSION_DENIED', 'ended');
  },
});

async function ticket(over: Partial<Parameters<typeof issueTicket>[0]['claims']> = {}) {
  const claims = {
    jti: '01936d4e-0000-7000-8000-000000000001',
    account: 'hedy@a.tld',
    frontEnd: console,
    purpose: 'administer' as const,
    stores: ['otp'] as const,
    oneFactor: false,
    administers: { role: 'help-desk' as const, readOnly: false },
    decisionId: '01936d4e-0000-7000-8000-000000000002',
    loginBegunAt: now,
    ...over,
  };
  return (await issueTicket({ key, claims, now })).token;
}
const DENIED = { code: 'PERMISSION_DENIED' };

it('says who administers what, until the ticket lapses', async () => {
  const hedy = await gate.verify(await ticket(), 'administer');
  expect(hedy).toMatchObject({ account: 'hedy@a.tld', domain: 'a.tld', role: 'help-desk' });
  expect(hedy.isOver()).toBe(false);
  const operator = { role: 'operator' as const, readOnly: false };
  const opal = await gate.verify(await ticket({ administers: operator }), 'administer');
  expect(opal.domain).toBeUndefined();
  now += 300_000;
  expect(hedy.isOver()).toBe(true);
});

it('says whom the administrator is outranked by: everybody if the ticket does not say', async () => {
  const outrankedBy = [rankDigest('anna@a.tld')];
  const administers = { role: 'help-desk' as const, readOnly: false, outrankedBy };
  const hedy = await gate.verify(await ticket({ administers }), 'administer');
  expect(hedy.isOutrankedBy('anna@a.tld')).toBe(true);
  expect(hedy.isOutrankedBy('luca@a.tld')).toBe(false);
  const silent = await gate.verify(await ticket(), 'administer');
  expect(silent.isOutrankedBy('luca@a.tld')).toBe(true);
});

it('takes the ticket of an act once, and only for an act', async () => {
  const act = actDigest({ rpc: 'x/Y', subject: 'luca@a.tld', request: Buffer.alloc(32) });
  const token = await ticket({ purpose: 'act', act });
  const given = await gate.verify(token, 'act');
  expect(given.act).toBe(act);
  await given.useUp();
  await expect(given.useUp()).rejects.toMatchObject(DENIED);
  await expect(gate.verify(token, 'administer')).rejects.toMatchObject(DENIED);
  await expect(gate.verify(await ticket(), 'act')).rejects.toMatchObject(DENIED);
});

it('refuses what was given to another, names no role or no act, or rests on an ended login', async () => {
  for (const over of [
    { frontEnd: 'spiffe://gatepost/service/portal' },
    { purpose: 'view' as const, administers: undefined },
    { administers: undefined },
    { act: 'x'.repeat(43) },
    { stores: ['audit'] as const },
    { account: 'gone@a.tld' },
  ]) {
    await expect(gate.verify(await ticket(over), 'administer')).rejects.toMatchObject(DENIED);
  }
  const noAct = ticket({ purpose: 'act' });
  await expect(gate.verify(await noAct, 'act')).rejects.toMatchObject(DENIED);
});

it('refuses a ticket that another key signed', async () => {
  const stranger = readTicketKey(generateTicketKey().privatePem);
  const keys = ownTicketKeys(stranger);
  const other = administratorGate({
    ...{ keys, clock: { now: () => now }, store: 'otp', db, check: async () => undefined },
  });
  await expect(other.verify(await ticket(), 'administer')).rejects.toMatchObject(DENIED);
});
