import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createAuthenticatorApp } from '../../../cli/up/demo/authenticator-app.js';
import { until } from '../../../libs/testing/until.js';
import { issueTicket, readTicketKey } from '../../../libs/ticket/index.js';
import { documentToEnrol, makePasskeys, PROVIDER_HOST } from '../../stories/passkeys.js';
import { setUp } from '../../stories/play.js';
import { asAdministrator } from '../../suite/databases.js';
import { encodeRequest, type Message, type ProtoClient } from '../../suite/proto-client.js';
import { type Suite, startSuite } from '../../suite/start-suite.js';
import { countBy, freshAddress, PERMISSION_DENIED, TEMPORARY } from './stage.js';

// Presents everything that is valid once by many callers at the same time, to two replicas of each service. Codes,
// recovery codes and SAML answers have tests of their own.

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

/** The number of events of a type about an account in the record whose data satisfies `counts`. */
async function countEvents(
  account: string,
  type: string,
  counts: (data: Message) => boolean = () => true,
): Promise<number> {
  const auditor = suite.client('auditor', 'auditor');
  const filter = { account, type };
  const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', { filter });
  return events.filter(({ event }: Message) => counts(JSON.parse(`${event}`).data)).length;
}

interface Once {
  /** Creates the item. Returns a function that presents it, and resolves to whether it was accepted. */
  make(): Promise<() => Promise<boolean>>;
  /** How often the item took effect, whatever was answered. */
  done(): Promise<number>;
}

/** Items that are valid once. */
const ONCE: Readonly<Record<string, Once>> = {
  'a `manage` ticket': {
    async make() {
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
    done: () => countEvents('luca@a.tld', 'gatepost.credential.app-password-created.v1'),
  },
  'an `enrol` ticket for an authenticator': {
    async make() {
      const answer = await login(await person('mara@a.tld'));
      const ticket = ticketOf(answer, 'enrol', 'otp');
      return async () => {
        await mail.call(`${OTP}.OtpEnrollmentService/BeginEnrollment`, { ticket, label: 'phone' });
        return true;
      };
    },
    done: () => countEvents('mara@a.tld', 'gatepost.otp.enrolment-begun.v1'),
  },
  'an `enrol` ticket for a passkey': {
    async make() {
      const answer = await login(await person('nora@a.tld'));
      const ticket = ticketOf(answer, 'enrol', 'passkey');
      const wish = { ticket, label: 'phone', sign_in_host: PROVIDER_HOST };
      return async () => {
        await mail.call('gatepost.passkey.v1.PasskeyEnrollmentService/BeginRegistration', wish);
        return true;
      };
    },
    // Nothing is recorded until the browser answers.
    done: () =>
      asAdministrator(inject('sharedRun'), suite.database, async (client) => {
        const count = 'SELECT count(*)::int AS n FROM passkey.registration WHERE account = $1';
        return (await client.query(count, ['nora@a.tld'])).rows[0].n;
      }),
  },
  'an `act` ticket': {
    async make() {
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
    done: () => countEvents('otto@a.tld', 'gatepost.otp.reset.v1'),
  },
  'a `disown` ticket': {
    async make() {
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
      // A repetition is answered but ends nothing.
      return async () => {
        const method = `${CREDENTIAL}.AppPasswordService/DisownAppPasswords`;
        return (await portal.call(method, { ticket })).ended > 0;
      };
    },
    done: () => countEvents('pia@a.tld', 'gatepost.credential.disowned.v1'),
  },
  "a passkey's answer": {
    async make() {
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
    done: () =>
      countEvents('rita@a.tld', 'gatepost.login.v1', ({ service, decision }) => {
        return service === 'MobileApp' && decision === 'ALLOW';
      }),
  },
};

it.each(Object.keys(ONCE))('%s is taken once of many at the same time', async (what) => {
  const { make, done } = ONCE[what] as Once;
  const present = await make();
  const outcomes: string[] = [];
  const tryIt = async () => {
    const outcome = await present().then(
      (taken) => (taken ? 'taken' : 'not taken'),
      ({ code }) => {
        if (TEMPORARY.includes(code)) return 'not answered';
        return code === PERMISSION_DENIED ? 'not taken' : `code ${code}`;
      },
    );
    outcomes.push(outcome);
    return outcome;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tryIt));
  await until('it is spent', async () => (await tryIt()) === 'not taken');
  const { taken = 0, 'not answered': unanswered = 0, ...others } = countBy(outcomes);
  expect(Object.keys(others)).toEqual(['not taken']);
  // On a busy machine a call may stay unanswered, even the accepted one. The item still took effect once.
  if (unanswered === 0) expect(taken).toBe(1);
  else expect(taken).toBeLessThanOrEqual(1);
  await until('it is done', async () => (await done()) > 0);
  expect(await done()).toBe(1);
});

// This event is later than all of them. So a second effect would be in the record by now.
it.each(Object.keys(ONCE))('and did what it is for once: %s', async (what) => {
  expect(await (ONCE[what] as Once).done()).toBe(1);
});
