import { randomBytes, randomUUID } from 'node:crypto';
import {
  type AuthenticatorApp,
  createAuthenticatorApp,
  STEP_MS,
} from '../../../cli/up/demo/authenticator-app.js';
import { setUp } from '../../stories/play.js';
import type { Message, ProtoClient } from '../../suite/proto-client.js';
import { type Suite, type SuiteOptions, startSuite } from '../../suite/start-suite.js';

export const CREDENTIAL_ADMIN = 'gatepost.credential.v1.CredentialAdminService';
export const OTP_ADMIN = 'gatepost.otp.v1.OtpAdminService';
export const ENROLMENT = 'gatepost.otp.v1.OtpEnrollmentService';
export const OWN_APP_PASSWORDS = 'gatepost.credential.v1.AppPasswordService';

/** gRPC status codes. */
export const INVALID_ARGUMENT = 3;
export const PERMISSION_DENIED = 7;
/** DEADLINE_EXCEEDED and UNAVAILABLE: not answered. */
export const TEMPORARY: readonly number[] = [4, 14];

export const OFFICE = '203.0.113.9';

/** A person with every factor: main password, app passwords, authenticator and recovery codes. */
export interface Holder {
  readonly account: string;
  readonly password: Buffer;
  readonly app: AuthenticatorApp;
  readonly authenticatorId: string;
  readonly recoveryCodes: readonly string[];
  /** An app password for Dav. */
  readonly appPassword: Buffer;
}

/** Two replicas of each service that a login with two factors goes through. */
export interface Stage {
  readonly suite: Suite;
  /** A front-end that may say that it checked the password. */
  readonly mail: ProtoClient;
  readonly webmail: ProtoClient;
  readonly admin: ProtoClient;
  /** Logs in at `mail`, with a new attempt id unless `fields` name one. */
  login(fields: Login): Promise<Message>;
  /** Makes a person with every factor. */
  holder(account: string): Promise<Holder>;
  /** Makes a person with a main password alone. */
  person(account: string): Promise<{ account: string; password: Buffer }>;
  /** Moves the clock to the next half minute, so that the code used last is no longer needed. */
  nextStep(): void;
}

export interface Login {
  readonly account: string;
  readonly service?: string;
  readonly client_ip?: string;
  readonly password?: Buffer;
  readonly password_verified?: boolean;
  readonly otp_code?: string;
  readonly otp_authenticator_id?: string;
  readonly recovery_code?: string;
  readonly attempt_id?: string;
  readonly remember?: object;
}

const RULES = [
  { name: 'phones and calendars', services: ['EAS', 'Dav'], require: 'app-password' },
  { name: 'web', services: ['WebUI'], require: 'password + otp' },
  { name: 'app', services: ['MobileApp'], require: ['app-password', 'password + otp', 'saml'] },
  { name: 'home', when: 'trusted-ip', services: ['Pop3'], require: 'password' },
  { name: 'closed', services: ['SOAP'], deny: 'not here' },
  { name: 'mail', services: ['Imap', 'Smtp'], require: 'password' },
];

/** The document of a domain, with one rule for each service. */
export function documentOf(domain: string): object {
  return {
    domain,
    networks: { office: ['203.0.113.0/24'] },
    rules: RULES,
    trust: { ip: { default: '1h', max: '2h', 'per-account': 2, 'ipv6-prefix': 64 } },
    enrolment: { from: ['office'] },
  };
}

/** @param options `skew`, machine clocks that are off; `relay`, with which notice runs */
export async function openStage(
  options: Pick<SuiteOptions, 'skew' | 'relay'> = {},
): Promise<Stage> {
  const suite = await startSuite({ replicas: { policy: 2, credential: 2, otp: 2 }, ...options });
  const mail = suite.client('front-end', 'mail');
  const admin = suite.client('admin', 'operator');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const policies = ['a.tld', 'b.tld'].map(documentOf) as never;
  await setUp({ ...story, policies }, { frontEnd: mail, admin, clock: suite.clock });

  const person: Stage['person'] = async (account) => {
    const password = Buffer.from(randomBytes(9).toString('base64url'));
    await admin.call(`${CREDENTIAL_ADMIN}/CreateAccount`, { account, password });
    return { account, password };
  };
  return {
    suite,
    mail,
    webmail: suite.client('front-end', 'webmail'),
    admin,
    person,
    login: (fields) => authorize(mail, fields),
    async holder(account) {
      const { password } = await person(account);
      const app = createAuthenticatorApp(randomBytes(20), account);
      const imported = await admin.call(`${OTP_ADMIN}/ImportAuthenticator`, {
        account,
        otpauth_uri: Buffer.from(app.otpauthUri),
      });
      const issued = await admin.call(`${OTP_ADMIN}/IssueRecoveryCodes`, { account });
      const made = await admin.call(`${CREDENTIAL_ADMIN}/CreateAppPassword`, {
        account,
        label: 'calendar',
        services: ['SERVICE_DAV'],
      });
      return {
        account,
        password,
        app,
        authenticatorId: imported.authenticator_id,
        recoveryCodes: issued.recovery_codes,
        appPassword: Buffer.from(made.secret),
      };
    },
    nextStep: () => suite.clock.advance(STEP_MS),
  };
}

/** Logs in, by default at webmail from an address that was not used yet. */
export function authorize(frontEnd: ProtoClient, fields: Login): Promise<Message> {
  return frontEnd.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    service: 'SERVICE_WEB_UI',
    client_ip: freshAddress(),
    attempt_id: randomUUID(),
    ...fields,
  });
}

let addresses = 0;

/** An address from which no login has come yet. */
export function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** `ALLOW RULE_SATISFIED`, or `code 14` if nothing was decided. */
export function outcomeOf(login: Promise<Message>): Promise<string> {
  return login.then(
    ({ decision, reason }) => `${decision} ${reason}`.replaceAll(/DECISION_|REASON_/g, ''),
    ({ code }) => `code ${code}`,
  );
}

/** The status code of the refusal; 0 if the call succeeded. */
export function codeOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 0,
    ({ code }) => code,
  );
}

/** How often each value occurs. */
export function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Six-digit codes that the app does not show at any time near now. */
export function wrongCodes(app: AuthenticatorApp, now: number, count: number): string[] {
  const right = new Set([-3, -2, -1, 0, 1, 2, 3].map((n) => app.codeAt(now + n * STEP_MS)));
  const codes: string[] = [];
  for (let code = 100_000; codes.length < count; code += 7) {
    if (!right.has(`${code}`)) codes.push(`${code}`);
  }
  return codes;
}
