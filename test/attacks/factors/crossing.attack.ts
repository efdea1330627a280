import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorize,
  CREDENTIAL_ADMIN,
  codeOf,
  ENROLMENT,
  type Holder,
  INVALID_ARGUMENT,
  OFFICE,
  OWN_APP_PASSWORDS,
  openStage,
  outcomeOf,
  PERMISSION_DENIED,
  type Stage,
  TEMPORARY,
} from './stage.js';

let stage: Stage;
let luca: Holder;
let anna: Holder;
let otherLuca: Holder;
beforeAll(async () => {
  stage = await openStage();
  luca = await stage.holder('luca@a.tld');
  anna = await stage.holder('anna@a.tld');
  otherLuca = await stage.holder('luca@b.tld');
});
afterAll(() => stage?.suite.close());

const codeNow = ({ app }: Holder) => app.codeAt(stage.suite.clock.now());

describe('what is somebody else’s', () => {
  it('is no second factor', async () => {
    for (const { account, password } of [anna, otherLuca]) {
      const stolen = [
        { otp_code: codeNow(luca) },
        { otp_code: codeNow(luca), otp_authenticator_id: luca.authenticatorId },
        { recovery_code: luca.recoveryCodes[1] ?? '' },
      ];
      for (const second of stolen) {
        const login = stage.login({ account, password, ...second });
        expect(await outcomeOf(login)).toBe('DENY BAD_SECOND_FACTOR');
      }
    }
  });

  it('is not a first factor, and still works for its owner', async () => {
    const dav = (account: string) =>
      outcomeOf(stage.login({ account, service: 'SERVICE_DAV', password: luca.appPassword }));
    for (const { account } of [anna, otherLuca]) {
      expect(await dav(account)).toBe('DENY BAD_CREDENTIALS');
      const login = stage.login({ account, service: 'SERVICE_IMAP', password: luca.password });
      expect(await outcomeOf(login)).toBe('DENY BAD_CREDENTIALS');
    }
    expect(await dav(luca.account)).toBe('ALLOW RULE_SATISFIED');
    const { account, password } = luca;
    const own = { account, password, recovery_code: luca.recoveryCodes[1] ?? '' };
    expect(await outcomeOf(stage.login(own))).toBe('ALLOW RULE_SATISFIED');
  });
});

describe('an app password', () => {
  const login = (service: string, password: Buffer) =>
    outcomeOf(stage.login({ account: luca.account, service: `SERVICE_${service}`, password }));

  it('opens what it was made for and nothing else', async () => {
    const wrong = 'DENY WRONG_CREDENTIAL_FOR_SERVICE';
    expect(await login('DAV', luca.appPassword)).toBe('ALLOW RULE_SATISFIED');
    for (const service of ['EAS', 'IMAP', 'WEB_UI', 'MOBILE_APP']) {
      expect(await login(service, luca.appPassword), service).toBe(wrong);
    }
    expect(await login('DAV', luca.password)).toBe(wrong);
  });

  it('ends everywhere when it is revoked', async () => {
    const { account } = luca;
    const made = await stage.admin.call(`${CREDENTIAL_ADMIN}/CreateAppPassword`, {
      account,
      label: 'lost',
      services: ['SERVICE_EAS'],
    });
    const password = Buffer.from(made.secret);
    expect(await login('EAS', password)).toBe('ALLOW RULE_SATISFIED');
    const { id } = made.app_password;
    await stage.admin.call(`${CREDENTIAL_ADMIN}/RevokeAppPassword`, { account, id });
    const after = await Promise.all([1, 2, 3, 4].map(() => login('EAS', password)));
    expect(new Set(after)).toEqual(new Set(['DENY BAD_CREDENTIALS']));
  });
});

describe('a ticket', () => {
  async function manageTicket(): Promise<string> {
    stage.nextStep();
    const { account, password } = luca;
    const [ticket] = (await stage.login({ account, password, otp_code: codeNow(luca) })).tickets;
    expect(ticket).toMatchObject({ purpose: 'manage' });
    return ticket.token;
  }

  async function enrolTicket(): Promise<string> {
    const { account, password } = await stage.person(`new-${randomUUID().slice(0, 8)}@a.tld`);
    const [ticket] = (await stage.login({ account, password, client_ip: OFFICE })).tickets;
    expect(ticket).toMatchObject({ purpose: 'enrol' });
    return ticket.token;
  }

  const list = `${ENROLMENT}/ListOwnAuthenticators`;
  const begin = `${ENROLMENT}/BeginEnrollment`;

  it('serves the front-end that it was given to', async () => {
    const ticket = await manageTicket();
    expect(await codeOf(stage.webmail.call(list, { ticket }))).toBe(PERMISSION_DENIED);
    expect(await codeOf(stage.mail.call(list, { ticket }))).toBe(0);
    const other = await enrolTicket();
    const stolen = stage.webmail.call(begin, { ticket: other, label: 'x' });
    expect(await codeOf(stolen)).toBe(PERMISSION_DENIED);
  });

  it('of purpose `enrol` manages nothing', async () => {
    const calls: [string, object][] = [
      [list, {}],
      [`${ENROLMENT}/RemoveOwnAuthenticator`, { authenticator_id: luca.authenticatorId }],
      [`${ENROLMENT}/ReplaceRecoveryCodes`, {}],
      [`${OWN_APP_PASSWORDS}/ListOwnAppPasswords`, {}],
      [`${OWN_APP_PASSWORDS}/CreateOwnAppPassword`, { label: 'x', services: ['SERVICE_EAS'] }],
    ];
    const ticket = await enrolTicket();
    for (const [method, fields] of calls) {
      const refused = codeOf(stage.mail.call(method, { ticket, ...fields }));
      expect(await refused, method).toBe(PERMISSION_DENIED);
    }
  });

  it('opens once, of 40 at once over two replicas', async () => {
    const once: [() => Promise<string>, string, object][] = [
      [enrolTicket, begin, { label: 'phone' }],
      [manageTicket, list, {}],
      [manageTicket, `${ENROLMENT}/ReplaceRecoveryCodes`, {}],
      [
        ...([manageTicket, `${OWN_APP_PASSWORDS}/CreateOwnAppPassword`] as const),
        { label: 'phone', services: ['SERVICE_EAS'] },
      ],
    ];
    for (const [draw, method, fields] of once) {
      const ticket = await draw();
      const calls = Array.from({ length: 40 }, () =>
        codeOf(stage.mail.call(method, { ticket, ...fields })),
      );
      const codes = await Promise.all(calls);
      // On a busy machine some calls are not answered in time, perhaps even the one that was accepted.
      const answered = codes.filter((code) => !TEMPORARY.includes(code));
      const opened = answered.filter((code) => code !== PERMISSION_DENIED);
      if (answered.length === codes.length || opened.length > 0) {
        expect(opened, method).toEqual([0]);
      }
    }
  });

  it('reaches nothing of another account', async () => {
    const ticket = await manageTicket();
    const remove = stage.mail.call(`${ENROLMENT}/RemoveOwnAuthenticator`, {
      ticket,
      authenticator_id: anna.authenticatorId,
    });
    expect(await codeOf(remove)).not.toBe(0);
    const { account, password } = anna;
    const login = authorize(stage.mail, { account, password, otp_code: codeNow(anna) });
    expect(await outcomeOf(login)).toBe('ALLOW RULE_SATISFIED');
  });

  it('is good for five minutes, and only as it was issued', async () => {
    const late = await manageTicket();
    stage.suite.clock.advance(301_000);
    expect(await codeOf(stage.mail.call(list, { ticket: late }))).toBe(PERMISSION_DENIED);
    const token = await manageTicket();
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forge = (changed: object) =>
      Buffer.from(JSON.stringify({ ...claims, ...changed })).toString('base64url');
    const unsigned = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), alg: 'none' }),
    ).toString('base64url');
    const forged = [
      `${head}.${forge({ account: anna.account })}.${signature}`,
      `${head}.${forge({ exp: claims.exp + 3600 })}.${signature}`,
      `${unsigned}.${forge({ account: anna.account })}.`,
      `${head}.${body}.`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      'x'.repeat(1024),
    ];
    for (const ticket of forged) {
      const code = await codeOf(stage.mail.call(list, { ticket }));
      expect([PERMISSION_DENIED, INVALID_ARGUMENT], ticket).toContain(code);
    }
    expect(await codeOf(stage.mail.call(list, { ticket: token }))).toBe(0);
  });
});
