import { expect, it } from 'vitest';
import { actDigest, requestDigest } from '../../ticket/index.js';
import {
  type Administrator,
  CHANGES,
  checkAct,
  dangerous,
  HELPS,
  nameActor,
  OPERATES,
  SHOWS,
  sparing,
  withinTicket,
} from './administration.js';
import { ANY_IDENTITY, type Grant } from './allow-list.js';
import { ALL_DOMAINS, NO_DOMAIN } from './domains.js';

const hedy: Administrator = {
  ...{ account: 'hedy@a.tld', domain: 'a.tld', role: 'help-desk', readOnly: false, act: undefined },
  isOutrankedBy: (account) => account === 'anna@a.tld',
  isOver: () => false,
  useUp: async () => undefined,
};
const bytes = Buffer.from('request');
const call = { rpc: 'x.v1.S/Reset', request: { account: 'luca@a.tld' }, bytes };
const everywhere: Grant = { ...ANY_IDENTITY, allowsDomains: () => true, may: () => true };

it('limits each role to its methods; an auditor changes nothing', () => {
  const may = (role: Administrator['role']) =>
    [SHOWS, HELPS, CHANGES, OPERATES].map((act) => {
      try {
        checkAct(act, { ...hedy, role }, call);
        return true;
      } catch {
        return false;
      }
    });
  expect(may('auditors')).toEqual([true, false, false, false]);
  expect(may('help-desk')).toEqual([true, true, false, false]);
  expect(may('full')).toEqual([true, true, true, false]);
  expect(may('operator')).toEqual([true, true, true, true]);
});

it('keeps read-only methods of a domain from changing anything, whatever the role', () => {
  const ivan: Administrator = { ...hedy, role: 'full', readOnly: true };
  expect(() => checkAct(SHOWS, ivan, call)).not.toThrow();
  expect(() => checkAct(HELPS, ivan, call)).toThrow("operator's domain");
});

it('refuses an expired ticket, even on an open stream', () => {
  expect(() => checkAct(SHOWS, { ...hedy, isOver: () => true }, call)).toThrow('expired');
});

it('an act needs the ticket of that method, that account and that request', () => {
  const reset = dangerous(HELPS, ({ account }: { account: string }) => account);
  const digest = { rpc: call.rpc, subject: 'luca@a.tld', request: requestDigest(bytes) };
  const with_ = (act: string | undefined) => () =>
    checkAct(reset as typeof HELPS, { ...hedy, act }, call);
  expect(with_(actDigest(digest))).not.toThrow();
  expect(with_(undefined)).toThrow('another call');
  expect(with_(actDigest({ ...digest, rpc: 'x.v1.S/Other' }))).toThrow('another call');
  expect(with_(actDigest({ ...digest, subject: 'anna@a.tld' }))).toThrow('another call');
  const other = { ...digest, request: requestDigest(Buffer.from('another')) };
  expect(with_(actDigest(other))).toThrow('another call');
  expect(() => checkAct(HELPS, { ...hedy, act: actDigest(digest) }, call)).toThrow('another call');
});

it('a method that spares those with more roles is refused for them alone', () => {
  const unlock = sparing(HELPS, ({ account }: { account: string }) => account || undefined);
  const about = (account: string) => () =>
    checkAct(unlock as typeof HELPS, hedy, { ...call, request: { account } });
  expect(about('luca@a.tld')).not.toThrow();
  expect(about('')).not.toThrow();
  expect(about('anna@a.tld')).toThrow('more roles');
});

it('reaches only the ticket’s domain, and nothing without a ticket', () => {
  const own = withinTicket(everywhere, hedy);
  expect(own.allowsDomains('a.tld')).toBe(true);
  expect(own.allowsDomains(['a.tld'])).toBe(true);
  expect(own.allowsDomains(NO_DOMAIN)).toBe(true);
  for (const other of ['b.tld', 'x.a.tld', ['a.tld', 'b.tld'], [], ALL_DOMAINS] as const) {
    expect(own.allowsDomains(other)).toBe(false);
  }
  expect(own.may('explain')).toBe(false);
  const operator = withinTicket(everywhere, { ...hedy, domain: undefined });
  expect(operator.allowsDomains(ALL_DOMAINS)).toBe(true);
  const none = withinTicket(everywhere, undefined);
  expect(none.allowsDomains('a.tld')).toBe(false);
  expect(none.allowsDomains(NO_DOMAIN)).toBe(false);
});

it('the actor is the person of the ticket, whatever the request says', () => {
  const told = { actor: { onBehalfOf: 'anna@a.tld', comment: 'why' } };
  const options = { part: { $case: 'options', value: { actor: undefined } } };
  nameActor(told, hedy);
  nameActor(options, hedy);
  expect(told.actor).toEqual({ onBehalfOf: 'hedy@a.tld', comment: 'why' });
  expect(options.part.value.actor).toEqual({ onBehalfOf: 'hedy@a.tld', comment: '' });
});
