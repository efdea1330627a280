import { readFileSync } from 'node:fs';
import pg from 'pg';
import { pagesPort } from '../../../cli/up/installation/ports.js';
import { type StoringService, schemaOf } from '../../../cli/up/installation/services.js';
import { setUp } from '../../stories/play.js';
import type { Message, ProtoClient } from '../../suite/proto-client.js';
import { type Suite, startSuite } from '../../suite/start-suite.js';

export const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const SESSIONS = 'gatepost.policy.v1.AuthorizationService';

/** The address from which the webmail opens mail, and another. */
export const WEBMAIL = '127.0.0.1';
export const ELSEWHERE = '198.51.100.5';
export const BROWSER = '203.0.113.20';

/** gRPC status codes. */
export const PERMISSION_DENIED = 7;
export const NOT_FOUND = 5;

const documentOf = (domain: string) => ({
  domain,
  networks: { webmail: ['127.0.0.0/8'], home: ['203.0.113.0/24'] },
  rules: [
    { name: 'behind', services: ['Imap'], from: ['webmail'], require: 'session' },
    { name: 'trusted', services: ['Pop3'], when: 'trusted-ip', require: 'password' },
    { name: 'strong', services: ['MobileApp'], require: 'password + otp' },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
  trust: {
    ip: { default: '1h', max: '48h' },
    session: { default: '8h', max: '24h', 'per-account': 20 },
  },
  enrolment: { from: ['home'] },
});

export interface Person {
  readonly account: string;
  readonly password: string;
}

/** An installation in which the attacker has taken over one service, or the webmail. */
export interface Stage {
  readonly suite: Suite;
  readonly admin: ProtoClient;
  /** The origin of the sign-in page. */
  readonly origin: string;
  person(account: string): Promise<Person>;
  /** Signs a person in for the webmail as portal does. Returns the session's secret. */
  signIn(person: Person): Promise<string>;
  /** Gets a token that opens mail, as portal does. Undefined if the session is not valid. */
  mailToken(secret: string): Promise<string | undefined>;
  /** Makes a login at the mail server. */
  login(of: Readonly<Record<string, unknown>>): Promise<Message>;
  openImap(account: string, secret: string, client_ip?: string): Promise<string>;
  /** Connects to Postgres with the role of one service. */
  as(service: StoringService): Promise<pg.Client>;
  close(): Promise<void>;
}

/** Starts an installation with the domains w.tld and b.tld. The caller closes it. */
export async function openStage(): Promise<Stage> {
  const suite = await startSuite({ replicas: { portal: 1 } });
  const { plan, secrets } = suite.installation;
  const admin = suite.client('admin', 'operator');
  const mail = suite.client('front-end', 'mail');
  const portal = suite.client('service', 'portal');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const policies = ['w.tld', 'b.tld'].map(documentOf) as never;
  await setUp({ ...story, policies }, { frontEnd: mail, admin, clock: suite.clock });
  const clients: pg.Client[] = [];
  const [first] = plan.replicas.filter(({ service }) => service === 'portal');
  const login: Stage['login'] = (of) =>
    mail.call(AUTHORIZE, { service: 'SERVICE_IMAP', client_ip: BROWSER, ...of });
  return {
    ...{ suite, admin, login },
    origin: `http://localhost:${pagesPort(first?.port ?? 0)}`,
    async person(account) {
      const password = `the password of ${account}`;
      const method = 'gatepost.credential.v1.CredentialAdminService/CreateAccount';
      await admin.call(method, { account, password: Buffer.from(password) });
      return { account, password };
    },
    async signIn({ account, password }) {
      const { decision, session_secret } = await portal.call(AUTHORIZE, {
        ...{ account, service: 'SERVICE_WEB_UI', client_ip: BROWSER, client: 'webmail' },
        password: Buffer.from(password),
        remember: { session_seconds: 0 },
      });
      if (session_secret === '') throw new Error(`no session: ${decision}`);
      return session_secret;
    },
    async mailToken(session_secret) {
      const answer = await portal.call(`${SESSIONS}/MailToken`, { session_secret });
      return answer.mail_token || undefined;
    },
    async openImap(account, secret, client_ip = WEBMAIL) {
      return outcomeOf(await login({ account, client_ip, password: Buffer.from(secret) }));
    },
    async as(service) {
      const client = new pg.Client({
        ...{ host: '127.0.0.1', port: plan.postgres, database: suite.database },
        user: `gatepost_${schemaOf(service)}`,
        password: readFileSync(secrets.databasePasswords[service], 'utf8').trimEnd(),
      });
      await client.connect();
      await client.query(`SET search_path TO ${schemaOf(service)}`);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.end();
      await suite.close();
    },
  };
}

/** `ALLOW RULE_SATISFIED` */
export function outcomeOf({ decision, reason }: Message): string {
  return `${decision} ${reason}`.replaceAll(/DECISION_|REASON_/g, '');
}

/** The status code of the refusal; 0 if the call succeeded. */
export function codeOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 0,
    ({ code }) => code,
  );
}

/** Calls each method with an empty message. Returns the methods that do not refuse the caller. */
export async function reach(client: ProtoClient, methods: readonly string[]): Promise<string[]> {
  const reached: string[] = [];
  for (const method of methods) {
    if ((await codeOf(client.call(method, {}))) !== PERMISSION_DENIED) reached.push(method);
  }
  return reached;
}
