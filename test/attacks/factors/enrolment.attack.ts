import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../../cli/up/demo/authenticator-app.js';
import type { Message } from '../../suite/proto-client.js';
import {
  codeOf,
  ENROLMENT,
  freshAddress,
  OFFICE,
  openStage,
  outcomeOf,
  PERMISSION_DENIED,
  type Stage,
  wrongCodes,
} from './stage.js';

const PASSKEYS = 'gatepost.passkey.v1.PasskeyEnrollmentService';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.suite.close());

const now = () => stage.suite.clock.now();
const begin = (ticket: string) =>
  stage.mail.call(`${ENROLMENT}/BeginEnrollment`, { ticket, label: 'phone' });
const confirm = ({ authenticator_id, confirmation_token }: Message, code: string) =>
  stage.mail.call(`${ENROLMENT}/ConfirmEnrollment`, { authenticator_id, confirmation_token, code });

/** Reads the URI as an app does after scanning it. */
function scan(begun: Message) {
  const secret = new URL(begun.otpauth_uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c));
  const octets = bits.map((five) => five.toString(2).padStart(5, '0')).join('');
  const bytes = (octets.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  return createAuthenticatorApp(Buffer.from(bytes), 'scanned');
}

it('goes from a challenge in the office to a login with a code, and to recovery codes', async () => {
  const { account, password } = await stage.person('luca@a.tld');
  const outside = await stage.login({ account, password, client_ip: freshAddress() });
  expect(outside).toMatchObject({
    decision: 'DECISION_DENY',
    reason: 'REASON_ENROLMENT_REQUIRED',
    tickets: [],
  });
  const challenged = await stage.login({ account, password, client_ip: OFFICE });
  expect(challenged).toMatchObject({
    decision: 'DECISION_CHALLENGE',
    reason: 'REASON_ENROLMENT_REQUIRED',
    // One ticket for an authenticator and one for a passkey.
    tickets: [{ purpose: 'enrol' }, { purpose: 'enrol' }],
  });
  const begun = await begin(challenged.tickets[0].token);
  expect(begun.qr_svg.toString()).toContain('<svg');
  expect(begun.qr_png.subarray(1, 4).toString()).toBe('PNG');
  const app = scan(begun);
  // The authenticator is not active before its first code.
  const early = stage.login({ account, password, otp_code: app.codeAt(now()) });
  expect(await outcomeOf(early)).not.toContain('ALLOW');
  const [wrong = ''] = wrongCodes(app, now(), 1);
  expect(await codeOf(confirm(begun, wrong))).not.toBe(0);
  const { recovery_codes } = await confirm(begun, app.codeAt(now()));
  expect(new Set(recovery_codes).size).toBe(10);

  stage.nextStep();
  const login = await stage.login({ account, password, otp_code: app.codeAt(now()) });
  expect(login).toMatchObject({ decision: 'DECISION_ALLOW' });
  const manage = login.tickets.find(({ purpose }: Message) => purpose === 'manage');
  expect(manage).toBeDefined();
  const [recovery_code] = recovery_codes;
  const recovery = () => outcomeOf(stage.login({ account, password, recovery_code }));
  expect([await recovery(), await recovery()]).toEqual([
    'ALLOW RULE_SATISFIED',
    'DENY BAD_SECOND_FACTOR',
  ]);

  const removed = { ticket: manage.token, authenticator_id: begun.authenticator_id };
  await stage.mail.call(`${ENROLMENT}/RemoveOwnAuthenticator`, removed);
  const last = stage.login({ account, password, recovery_code: recovery_codes[1] });
  expect(await outcomeOf(last)).not.toContain('ALLOW');
});

it('ignores a wrong token, a late code or an earlier challenge', async () => {
  const { account, password } = await stage.person('anna@a.tld');
  const challenge = () => stage.login({ account, password, client_ip: OFFICE });
  const [first, second] = [await challenge(), await challenge()];
  const begun = await begin(first.tickets[0].token);
  const app = scan(begun);
  const stranger = { ...begun, confirmation_token: 'x'.repeat(43) };
  expect(await codeOf(confirm(stranger, app.codeAt(now())))).not.toBe(0);
  await confirm(begun, app.codeAt(now()));
  // A ticket from before the first authenticator could add one without a second factor, so the enrolment ends what was
  // earned before it.
  expect(await codeOf(begin(second.tickets[0].token))).toBe(PERMISSION_DENIED);

  const late = await stage.person('bea@a.tld');
  const [ticket] = (await stage.login({ ...late, client_ip: OFFICE })).tickets;
  const pending = await begin(ticket.token);
  stage.suite.clock.advance(11 * 60_000);
  expect(await codeOf(confirm(pending, scan(pending).codeAt(now())))).not.toBe(0);
});

it('begins one of two first factors, of both tickets of one challenge used at once', async () => {
  for (let n = 0; n < 16; n++) {
    const { account, password } = await stage.person(`both${n}@a.tld`);
    const { tickets } = await stage.login({ account, password, client_ip: OFFICE });
    const [first, second] = tickets.map(({ token }: Message) => token);
    const wish = { ticket: second, label: 'laptop', sign_in_host: 'localhost' };
    const calls = [
      () => begin(first),
      () => stage.mail.call(`${PASSKEYS}/BeginRegistration`, wish),
    ];
    const codes = await Promise.all((n % 2 ? calls : calls.toReversed()).map((c) => codeOf(c())));
    expect(codes.toSorted((a, b) => a - b)).toEqual([0, PERMISSION_DENIED]);
    // Asking again revives neither ticket.
    expect(await codeOf(begin(first))).toBe(PERMISSION_DENIED);
    expect(await codeOf(stage.mail.call(`${PASSKEYS}/BeginRegistration`, wish))).toBe(
      PERMISSION_DENIED,
    );
  }
});

it('gives no ticket for a front-end’s statement, old trust or one factor', async () => {
  const { account, password } = await stage.person('carl@a.tld');
  const said = await stage.login({ account, password_verified: true, client_ip: freshAddress() });
  expect(said.tickets).toEqual([]);
  const mail = await stage.login({ account, service: 'SERVICE_IMAP', password });
  expect(mail).toMatchObject({ decision: 'DECISION_ALLOW', tickets: [] });
  const holder = await stage.holder('dora@a.tld');
  const dav = await stage.login({
    ...{ account: holder.account, service: 'SERVICE_DAV' },
    password: holder.appPassword,
  });
  expect(dav).toMatchObject({ decision: 'DECISION_ALLOW', tickets: [] });
  const half = await stage.login({ account: holder.account, password: holder.password });
  expect(half).toMatchObject({ decision: 'DECISION_CHALLENGE', tickets: [] });
});
