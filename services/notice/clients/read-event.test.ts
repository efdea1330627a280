import { expect, it } from 'vitest';
import { readEvent } from './read-event.js';

const ID = '01936d4e-0000-7000-8000-000000000001';
const account = 'luca@a.tld';
const person = {
  certificate: 'spiffe://gatepost/service/portal',
  decision_id: '01936d4e-0000-7000-8000-000000000002',
};
const passkey = {
  ...{ id: '01936d4e-0000-7000-8000-000000000003', label: 'laptop', rp_id: 'login.example' },
  ...{ transports: ['internal'], backup_eligible: false, backed_up: false },
  aaguid: '00000000-0000-0000-0000-000000000000',
};
const read = (type: string, data: object) =>
  readEvent(Buffer.from(JSON.stringify({ id: ID, type, time: '2026-06-01T09:00:00.000Z', data })));

it.each([
  ['registered', 'passkey-added'],
  ['removed', 'passkey-removed'],
  ['suspended', 'passkey-suspended'],
  ['restored', 'passkey-restored'],
])('tells of a passkey that was %s', (word, kind) => {
  const data = { account, passkey, actor: person };
  const at = Date.UTC(2026, 5, 1, 9);
  expect(read(`gatepost.passkey.${word}.v1`, data)).toEqual({
    is: 'notice',
    notice: { id: ID, kind, account, at, facts: { label: 'laptop' } },
  });
});

it('tells of a passkey that may have been copied, and from where it was answered', () => {
  const { decision_id } = person;
  const data = { account, passkey, counter: 3, client_ip: '203.0.113.9', decision_id };
  expect(read('gatepost.passkey.counter-fell.v1', data)).toMatchObject({
    notice: { kind: 'passkey-copied', facts: { label: 'laptop', address: '203.0.113.9' } },
  });
});

it('says before a sign-in host moves until when its passkeys work', () => {
  const until = '2027-03-31T00:00:00.000Z';
  const data = { account, rp_id: 'login.example', to: 'https://login.a.tld', until };
  expect(read('gatepost.passkey.host-moves.v1', data)).toMatchObject({
    notice: {
      ...{ kind: 'passkey-host-moves', account },
      facts: { oldHost: 'login.example', newHost: 'https://login.a.tld', until: Date.parse(until) },
    },
  });
});

it('tells of an event that a newer version wrote with more', () => {
  const later = { ...passkey, colour: 'blue' };
  const data = { account, passkey: later, actor: person, more: { fields: 1 } };
  expect(read('gatepost.passkey.registered.v1', data)).toMatchObject({
    notice: { kind: 'passkey-added', facts: { label: 'laptop' } },
  });
});

it('reminds to set up a second factor in time', () => {
  const until = '2027-01-31T00:00:00.000Z';
  const data = { account, until, actor: { certificate: 'spiffe://gatepost/admin/operator' } };
  expect(read('gatepost.policy.enrolment-due.v1', data)).toMatchObject({
    notice: { kind: 'enrolment-due', account, facts: { until: Date.parse(until) } },
  });
});

it.each([
  ['a right password that was refused', 'DENY', 'password', 'right', 'sign-in-refused'],
  ['a sign-in', 'ALLOW', 'password', 'right', 'sign-in'],
  ['a wrong password', 'DENY', 'password', 'wrong', undefined],
  ['a right password that a code is asked for', 'CHALLENGE', 'password', 'right', undefined],
  ['an app password at another service', 'DENY', 'app-password', 'wrong-service', undefined],
  ['what a webmail opens', 'ALLOW', 'session', 'right', undefined],
])('of a login: %s', (_, decision, first, result, kind) => {
  const data = {
    ...{ account, service: 'Imap', client_ip: '203.0.113.9', interactive: false, decision },
    ...{ front_end: 'spiffe://gatepost/front-end/mail', reason: 'CANNOT_CHALLENGE' },
    presented: { first, second: 'none', device_token: false, remember: [] },
    ...{ verified: { first: result }, proved: [], grants: [], bind_session_to_ip: false },
    trust: { offered: [], ip: null, device: null },
    ...{ otp_enrolled: null, saml_available: null },
  };
  const event = read('gatepost.login.v1', data);
  expect(event === undefined ? undefined : 'notice' in event && event.notice.kind).toBe(kind);
});

it('reports neither a new name nor an event of another shape', () => {
  expect(read('gatepost.passkey.renamed.v1', { account, passkey, actor: person })).toBeUndefined();
  expect(read('gatepost.passkey.registered.v1', { account })).toBeUndefined();
});
