import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../../cli/up/demo/authenticator-app.js';
import { until } from '../../../libs/testing/until.js';
import { issueTicket, readTicketKey } from '../../../libs/ticket/index.js';
import { documentToEnrol, makePasskeys, PROVIDER_HOST } from '../../stories/passkeys.js';
import { setUp } from '../../stories/play.js';
import { encodeRequest, type Message, type ProtoClient } from '../../suite/proto-client.js';
import { type Suite, startSuite } from '../../suite/start-suite.js';
import { countBy, freshAddress, PERMISSION_DENIED, TEMPORARY } from './stage.js';

// Whatever is valid once, presented by many callers at the same time to two replicas of each service. Codes, recovery
// codes and SAML answers have tests of their own beside this one.

const AT_ONCE = 20;
const CREDENTIAL = 'gatepost.credential.v1';
const OTP = 'gatepost.otp.v1';
const RESET = `${OTP}.OtpAdminService/ResetAccount`;
const DOCUMENT = {
  ...documentToEnrol('a.tld'),
  administrators: { full: ['anna@a.tld'] },
  rules: [
    { name: 'administration', services: ['WebAdminUI'], require: 'password + otp' },
    { name: 'app', services: ['MobileApp'], require: ['password + otp', 'passkey'] },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
};

let suite: Suite;
let mail: ProtoClient;
let admin: ProtoClient;
beforeAll(async () => {
  suite = await startSuite({
    replicas: { policy: 2, credential: 2, otp: 2, passkey: 2, 'trust-store': 2 },
    own: { passkey: { hosts: [{ url: `https://${PROVIDER_HOST}` }] } },
  });
  mail = suite.client('front-end', 'mail');
  admin = suite.client('admin', 'operator');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const stage = { frontEnd: mail, admin, clock: suite.clock };
  await setUp({ ...story, policies: [DOCUMENT] } as never, stage);
});
afterAll(() => suite?.close());

async function person(account: string) {
  const password = Buffer.from(randomBytes(9).toString('base64url'));
  await admin.call(`${CREDENTIAL}.CredentialAdminService/CreateAccount`, { account, password });
  return { account, password };
}

async function withAuthenticator(account: string) {
  const app = createAuthenticatorApp(randomBytes(20), account);
  const otpauth_uri = Buffer.from(app.otpauthUri);
  const made = await person(account);
  await admin.call(`${OTP}.OtpAdminService/ImportAuthenticator`, { account, otpauth_uri });
  return { ...made, app };
}

function login(fields: object): Promise<Message> {
  return mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    ...{ service: 'SERVICE_WEB_UI', client_ip: freshAddress(), attempt_id: randomUUID() },
    ...fields,
  });
}

function ticketOf(answer: Message, purpose: string, store: string): string {
  const found = answer.tickets.find(
    (ticket: Message) => ticket.purpose === purpose && ticket.stores.includes(store),
  );
  if (found === undefined) throw new Error(`no ${purpose} ticket: ${answer.reason}`);
  return found.token;
}

/** The events of a type about an account, once there is one. */
function eventsOf(account: string, type: string): Promise<readonly Message[]> {
  return until(`${type} is in the record`, async () => {
    const filter = { account, type };
    const auditor = suite.client('auditor', 'auditor');
    const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', { filter });
    return events.length > 0 && events;
  });
}

/** What is valid once: makes it, and returns what presents it and tells whether it was taken. */
const ONCE: Readonly<Record<string, () => Promise<() => Promise<boolean>>>> = {
  async 'a `manage` ticket'() {
    const { account, password, app } = await withAuthenticator('luca@a.tld');
    const otp_code = app.codeAt(suite.clock.now());
    const answer = await login({ account, password, otp_code, prove: true });
    const ticket = ticketOf(answer, 'manage', 'credential');
    const wish = { ticket, label: 'phone', services: ['SERVICE_IMAP'] };
    return async () => {
      const made = await mail.call(`${CREDENTIAL}.AppPasswordService/CreateOwnAppPassword`, wish);
      return made.secret !== '';
    };
  },
  async 'an `enrol` ticket for an authenticator'() {
    const answer = await login(await person('mara@a.tld'));
    const ticket = ticketOf(answer, 'enrol', 'otp');
    return async () => {
      await mail.call(`${OTP}.OtpEnrollmentService/BeginEnrollment`, { ticket, label: 'phone' });
      return true;
    };
  },
  async 'an `enrol` ticket for a passkey'() {
    const answer = await login(await person('nora@a.tld'));
    const ticket = ticketOf(answer, 'enrol', 'passkey');
    const wish = { ticket, label: 'phone', sign_in_host: PROVIDER_HOST };
    return async () => {
      await mail.call('gatepost.passkey.v1.PasskeyEnrollmentService/BeginRegistration', wish);
      return true;
    };
  },
  async 'an `act` ticket'() {
    const { account, password, app } = await withAuthenticator('anna@a.tld');
    await withAuthenticator('otto@a.tld');
    const asked = { account: 'otto@a.tld', actor: { comment: 'the phone is lost' } };
    const digest = createHash('sha256').update(encodeRequest(RESET, asked)).digest();
    const answer = await login({
      ...{ account, password, otp_code: app.codeAt(suite.clock.now()) },
      service: 'SERVICE_WEB_ADMIN_UI',
      act: { rpc: RESET, subject: 'otto@a.tld', request_digest: digest },
    });
    const ticket = ticketOf(answer, 'act', 'otp');
    const console = suite.client('service', 'console');
    return async () => {
      await console.call(RESET, asked, { ticket });
      return true;
    };
  },
  async 'a `disown` ticket'() {
    const { account } = await person('pia@a.tld');
    const now = suite.clock.now();
    await admin.call(`${CREDENTIAL}.CredentialAdminService/CreateAppPassword`, {
      ...{ account, label: 'calendar', services: ['SERVICE_DAV'] },
    });
    const id = randomUUID();
    const { token: ticket } = await issueTicket({
      key: readTicketKey(readFileSync(suite.installation.secrets.disownKey, 'utf8')),
      claims: {
        ...{ jti: id, account, frontEnd: 'spiffe://gatepost/service/portal', decisionId: id },
        ...{ purpose: 'disown', stores: ['credential'], oneFactor: false },
        loginBegunAt: now - 60_000,
      },
      now,
    });
    const portal = suite.client('service', 'portal');
    // A repetition is answered, and ends nothing.
    return async () => {
      const method = `${CREDENTIAL}.AppPasswordService/DisownAppPasswords`;
      return (await portal.call(method, { ticket })).ended > 0;
    };
  },
  async "a passkey's answer"() {
    const { account, password } = await person('rita@a.tld');
    const holder = { password: password.toString(), passkeys: new Map() };
    const kinds = { phone: 'resident' } as const;
    await makePasskeys({ frontEnd: mail, account, person: holder, host: PROVIDER_HOST, kinds });
    const asking = { account, service: 'SERVICE_MOBILE_APP', sign_in_host: PROVIDER_HOST };
    const begun = await login({ ...asking, begin_passkey: true });
    const { request_options, login_ticket } = begun.passkey_login;
    const origin = `https://${PROVIDER_HOST}`;
    const passkey_response = holder.passkeys.get('phone').answer(request_options, { origin });
    return async () => {
      const answer = await login({
        ...{ ...asking, passkey_response, passkey_login_ticket: login_ticket },
      });
      return answer.decision === 'DECISION_ALLOW';
    };
  },
};

it.each(Object.keys(ONCE))('%s is taken once of many at the same time', async (what) => {
  const present = await ONCE[what]?.();
  if (present === undefined) throw new Error(what);
  const outcome = () =>
    present().then(
      (taken) => (taken ? 'taken' : 'not taken'),
      ({ code }) => {
        if (TEMPORARY.includes(code)) return 'not answered';
        return code === PERMISSION_DENIED ? 'not taken' : `code ${code}`;
      },
    );
  const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, outcome));
  // A machine that is busy leaves some unanswered, perhaps the one that was taken.
  const counts = countBy(outcomes);
  const { taken = 0, 'not taken': refused = 0, 'not answered': unanswered = 0, ...others } = counts;
  expect(others).toEqual({});
  expect(taken).toBeLessThanOrEqual(1);
  expect(taken + unanswered).toBeGreaterThanOrEqual(1);
  expect(refused).toBeGreaterThan(0);
  await until('it is spent', async () => (await outcome()) === 'not taken');
});

it.each([
  ['luca@a.tld', 'gatepost.credential.app-password-created.v1'],
  ['otto@a.tld', 'gatepost.otp.reset.v1'],
  ['pia@a.tld', 'gatepost.credential.disowned.v1'],
])('and did what it is for once: %s, %s', async (account, type) => {
  expect(await eventsOf(account, type)).toHaveLength(1);
});
