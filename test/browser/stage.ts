import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import {
  type AuthenticatorApp,
  createAuthenticatorApp,
  STEP_MS,
} from '../../cli/up/demo/authenticator-app.js';
import { pagesPort } from '../../cli/up/installation/ports.js';
import { setUp } from '../stories/play.js';
import type { ProtoClient } from '../suite/proto-client.js';
import { type Suite, type SuiteOptions, startSuite } from '../suite/start-suite.js';
import { type Balancer, openBalancer } from './balancer.js';

/** Every client is at this address, and every network contains it. */
const HERE = '127.0.0.0/8';

export const DOCUMENTS = [
  {
    domain: 'a.tld',
    rules: [
      { name: 'trusted', when: 'trusted-ip', services: ['Imap'], require: 'password' },
      { name: 'calendars', services: ['Dav'], require: 'app-password' },
      { name: 'web', services: ['WebUI'], require: 'password + otp' },
    ],
    trust: { ip: { default: '24h', max: '48h' }, device: { default: '7d', max: '30d' } },
  },
  {
    domain: 'first.tld',
    networks: { here: [HERE] },
    rules: [{ name: 'web', services: ['WebUI'], require: 'password + otp' }],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'grace.tld',
    networks: { here: [HERE] },
    rules: [{ name: 'web', services: ['WebUI'], require: 'password + otp' }],
    enrolment: { from: ['here'], 'grace-until': '2036-01-31' },
  },
  {
    domain: 'plain.tld',
    rules: [{ name: 'web', services: ['WebUI'], require: 'password' }],
  },
  {
    domain: 'own.tld',
    rules: [{ name: 'web', services: ['WebUI'], require: 'password + otp' }],
    trust: { ip: { default: '24h', max: '48h' } },
  },
  {
    domain: 'w.tld',
    networks: { webmail: [HERE] },
    rules: [
      { name: 'behind webmail', services: ['Imap'], from: ['webmail'], require: 'session' },
      { name: 'programs', services: ['Smtp', 'Dav'], require: 'app-password' },
      { name: 'web', services: ['WebUI'], require: 'password + otp' },
    ],
    trust: {
      ip: { default: '24h', max: '48h' },
      session: { default: '8h', max: '24h', 'per-account': 20 },
    },
  },
  {
    domain: 'key.tld',
    networks: { here: [HERE] },
    rules: [{ name: 'web', services: ['WebUI'], require: ['password + otp', 'passkey'] }],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'touch.tld',
    networks: { here: [HERE] },
    rules: [{ name: 'web', services: ['WebUI'], require: 'password + passkey' }],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'only.tld',
    networks: { here: [HERE] },
    rules: [
      { name: 'program', services: ['DesktopApp'], from: ['here'], require: 'password' },
      { name: 'web', services: ['WebUI'], require: 'passkey' },
    ],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'moved.tld',
    networks: { here: [HERE] },
    rules: [
      { name: 'program', services: ['DesktopApp'], from: ['here'], require: 'password' },
      { name: 'web', services: ['WebUI'], require: ['passkey', 'password + otp'] },
    ],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'listed.tld',
    networks: { here: [HERE] },
    rules: [{ name: 'web', services: ['WebUI'], require: ['password + otp', 'passkey'] }],
    enrolment: { from: ['here'] },
  },
  {
    domain: 'bound.tld',
    rules: [{ name: 'web', services: ['WebUI'], require: 'password', 'bind-session-to-ip': true }],
    trust: { session: { default: '8h', max: '24h' } },
  },
  { domain: 'sso.tld', rules: [{ name: 'web', services: ['WebUI'], require: 'saml' }] },
  {
    domain: 'office.tld',
    networks: { office: [HERE] },
    rules: [
      { name: 'web', services: ['WebUI'], from: ['office'], require: 'password' },
      { name: 'phones', services: ['EAS'], require: 'app-password' },
    ],
    enrolment: { from: ['office'], 'app-passwords': true },
  },
  {
    domain: 'no.tld',
    rules: [{ name: 'nobody', services: ['WebUI'], deny: 'The office is closed until Monday.' }],
  },
];

export interface Person {
  readonly account: string;
  readonly password: string;
  readonly apps: readonly AuthenticatorApp[];
  readonly recoveryCodes: readonly string[];
}

/** Two replicas of portal behind a balancer, and a browser. */
export interface BrowserStage {
  readonly suite: Suite;
  readonly admin: ProtoClient;
  readonly mail: ProtoClient;
  readonly balancer: Balancer;
  readonly browser: Browser;
  /** The port where the browser finds `https://webmail.example` and every other host of `.example`. */
  readonly webmailPort: number;
  /** `http://localhost:<port>` */
  readonly origin: string;
  /** `http://127.0.0.1:<port>`, the host of own.tld alone. */
  readonly ownOrigin: string;
  person(account: string, has?: { otp?: number; recovery?: boolean }): Promise<Person>;
  /** A code that was not presented yet. */
  code(app: AuthenticatorApp): string;
  close(): Promise<void>;
}

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** @param made options of the suite, which may name the sign-in page's origin */
export async function openBrowserStage(
  made: SuiteOptions | ((origin: string) => SuiteOptions) = {},
): Promise<BrowserStage> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`${CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM`);
  }
  let ports: readonly number[] = [];
  const balancer = await openBalancer(() => ports);
  const origin = `http://localhost:${balancer.port}`;
  const ownOrigin = `http://127.0.0.1:${balancer.port}`;
  const hosts = [{ url: origin }, { url: ownOrigin, domains: ['own.tld'] }];
  const options = typeof made === 'function' ? made(origin) : made;
  const suite = await startSuite({
    ...options,
    replicas: { portal: 2, ...options.replicas },
    own: {
      portal: { hosts, 'display-name': 'Example Mail' },
      passkey: { hosts: [{ url: origin }] },
      ...options.own,
    },
  });
  ports = suite.installation.plan.replicas
    .filter(({ service }) => service === 'portal')
    .map(({ port }) => pagesPort(port));
  const admin = suite.client('admin', 'operator');
  const mail = suite.client('front-end', 'mail');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  await setUp(
    { ...story, policies: DOCUMENTS as never },
    { frontEnd: mail, admin, clock: suite.clock },
  );
  const webmailPort = await freePort();
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', `--host-resolver-rules=MAP *.example 127.0.0.1:${webmailPort}`],
  });
  return {
    ...{ suite, admin, mail, balancer, browser, origin, ownOrigin, webmailPort },
    async person(account, { otp = 0, recovery = false } = {}) {
      const password = randomBytes(9).toString('base64url');
      await admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', {
        account,
        password: Buffer.from(password),
      });
      const apps: AuthenticatorApp[] = [];
      for (let n = 1; n <= otp; n += 1) {
        const app = createAuthenticatorApp(randomBytes(20), `Phone ${n}`);
        const otpauth_uri = Buffer.from(app.otpauthUri);
        const method = 'gatepost.otp.v1.OtpAdminService/ImportAuthenticator';
        await admin.call(method, { account, otpauth_uri });
        apps.push(app);
      }
      const issue = 'gatepost.otp.v1.OtpAdminService/IssueRecoveryCodes';
      const recoveryCodes = recovery ? (await admin.call(issue, { account })).recovery_codes : [];
      return { account, password, apps, recoveryCodes };
    },
    code(app) {
      suite.clock.advance(STEP_MS - (suite.clock.now() % STEP_MS));
      return app.codeAt(suite.clock.now());
    },
    async close() {
      await browser.close();
      await suite.close();
      await balancer.close();
    },
  };
}

/** A port of 127.0.0.1 on which nothing listens now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
