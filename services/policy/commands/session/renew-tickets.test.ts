import { beforeEach, expect, it } from 'vitest';
import type { SignIn } from '../../core/session/sign-in.js';
import type { Tickets } from '../../ports/tickets.js';
import { policiesOf } from '../../testing/fake-ports.js';
import type { ValidSession } from './find-valid-session.js';
import { renewTickets } from './renew-tickets.js';

const document = (administrators: string) => `
domain: a.tld
administrators: { ${administrators} }
rules: [{ name: web, services: [WebAdminUI], require: password + otp }]
`;
const startedAt = Date.parse('2026-11-01T12:00:00Z');
const HOUR = 3_600_000;
let policies = policiesOf(document('full: [anna@a.tld]'));
let issued: Parameters<Tickets['issue']>[0][] = [];
beforeEach(() => {
  policies = policiesOf(document('full: [anna@a.tld]'));
  issued = [];
});

const session = (signIn: Partial<SignIn> = {}, kind: 'secret' | 'mail' = 'secret') =>
  ({
    token: { kind },
    signIn: {
      ...{ account: 'anna@a.tld', service: 'WebAdminUI', proved: ['password', 'otp'] },
      ...{ passwordStated: false, startedAt, decisionId: 'd', ...signIn },
    },
  }) as unknown as ValidSession;

async function renewed(of: ValidSession, at = startedAt + 1000): Promise<string[]> {
  const tickets: Tickets = {
    issue: async (claims) => {
      issued.push(claims);
      return { ...claims, token: '', expiresAt: 0 };
    },
  };
  const ports = { tickets, policies: { current: () => policies }, clock: { now: () => at } };
  const wanted = ['administer', 'act'];
  const given = await renewTickets(of, wanted, 'spiffe://gatepost/service/portal', ports);
  return given.map(({ purpose }) => purpose);
}

it("an administrator's ticket is renewed for an hour after the factors, and no longer", async () => {
  expect(await renewed(session())).toEqual(['administer']);
  expect(issued[0]).toMatchObject({ until: startedAt + HOUR, loginBegunAt: startedAt });
  expect(await renewed(session(), startedAt + HOUR - 1)).toEqual(['administer']);
  expect(await renewed(session(), startedAt + HOUR)).toEqual([]);
});

it('the documents in force say whether the account still administers', async () => {
  policies = policiesOf(document('full: [other@a.tld]'));
  expect(await renewed(session())).toEqual([]);
  policies = policiesOf(document('auditors: [anna@a.tld]'));
  expect(await renewed(session())).toEqual(['administer']);
  expect(issued[0]?.administers).toMatchObject({ role: 'auditors' });
});

it('comes with no other session', async () => {
  expect(await renewed(session({ service: 'WebUI' }))).toEqual([]);
  expect(await renewed(session({ proved: ['password'] }))).toEqual([]);
  expect(await renewed(session({ passwordStated: true }))).toEqual([]);
  expect(await renewed(session({}, 'mail'))).toEqual([]);
});

const act = { rpc: 'x/Y', subject: 'luca@a.tld', request: 'AAAA' };

it('what the administrator signed in to do comes while the factors are fresh', async () => {
  expect(await renewed(session({ act }))).toEqual(['administer', 'act']);
  expect(issued[1]).toMatchObject({ act: { rpc: 'x/Y' }, until: startedAt + 300_000 });
  expect(await renewed(session({ act }), startedAt + 299_999)).toEqual(['administer', 'act']);
  expect(await renewed(session({ act }), startedAt + 300_000)).toEqual(['administer']);
});

it('gives no ticket for an act on another domain, or on an account with more roles', async () => {
  const other = { ...act, subject: 'luca@b.tld' };
  expect(await renewed(session({ act: other }))).toEqual(['administer']);
  policies = policiesOf(document('help-desk: [anna@a.tld], full: [luca@a.tld]'));
  expect(await renewed(session({ act }))).toEqual(['administer']);
});
