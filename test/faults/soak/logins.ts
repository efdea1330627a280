import { request } from 'node:http';
import { STEP_MS } from '../../../cli/up/demo/authenticator-app.js';
import { openByHand } from '../../attacks/sign-in/browser-by-hand.js';
import type { Performance } from '../../stories/play.js';
import type { Login, Story } from '../../stories/read-story.js';

const PEOPLE = Array.from({ length: 96 }, (_, n) => `user${n}@a.tld`);
const person = {
  ...{ password: true, otp: true, recovery: false, saml: true },
  'app-passwords': { phone: ['EAS'] },
};
/** People who have a passkey as well, and are signed in at the webmail. */
const WITH_PASSKEY = Array.from({ length: 6 }, (_, n) => `passkey${n}@a.tld`);
const withPasskey = {
  ...{ password: true, otp: false, recovery: false, saml: false, 'app-passwords': {} },
  passkeys: { phone: 'resident' as const },
};

/** A domain whose rules need every service. */
export const story: Story = {
  name: 'soak',
  file: 'soak',
  clients: { roundcube: { service: 'WebUI', domains: ['a.tld'], networks: ['192.0.2.40/32'] } },
  policies: [
    {
      domain: 'a.tld',
      networks: { office: ['203.0.113.0/24'], webmail: ['192.0.2.40/32'] },
      trust: {
        ...{ ip: { default: '30s', max: '60s' }, device: { default: '30s', max: '60s' } },
        session: { default: '8h', max: '24h', 'per-account': 20 },
      },
      rules: [
        { name: 'webmail', services: ['Imap'], from: ['webmail'], require: 'session' },
        { name: 'phones', services: ['EAS'], require: 'app-password' },
        { name: 'office', from: ['office'], require: 'password' },
        { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
        { name: 'browser', when: 'trusted-device', services: ['WebUI'], require: 'password' },
        { name: 'web', services: ['WebUI'], require: ['password + otp', 'saml', 'passkey'] },
      ],
    },
  ],
  people: Object.fromEntries([
    ...PEOPLE.map((account) => [account, person]),
    ...WITH_PASSKEY.map((account) => [account, withPasskey]),
  ]),
  logins: [],
  refused: [],
  accepted: [],
};

const web = { service: 'WebUI', ip: '198.51.100.9' };
const webmail = { service: 'Imap', ip: '192.0.2.40' };
const remember = { ip: '30s', device: '30s' };

/** How people sign in, and the percentage of each way. Each service is used by one login in twenty at least. */
const KINDS: readonly { share: number; login: Partial<Login>; people?: readonly string[] }[] = [
  { share: 20, login: { service: 'Imap', ip: '203.0.113.9', present: ['verified'] } },
  { share: 10, login: { service: 'Smtp', ip: '198.51.100.7', present: ['verified'] } },
  { share: 10, login: { ...web, present: ['verified'] } },
  { share: 10, login: { service: 'EAS', ip: '198.51.100.8', present: ['app:phone'] } },
  { share: 8, login: { ...web, present: ['verified'], device: 'laptop' } },
  { share: 6, login: { service: 'Imap', ip: '198.51.100.9', present: ['verified'] } },
  { share: 4, login: { service: 'Imap', ip: '203.0.113.9', present: ['password'] } },
  { share: 3, login: { service: 'Imap', ip: '203.0.113.10', present: ['wrong-password'] } },
  { share: 8, login: { ...web, present: ['verified', 'otp'], remember, device: 'laptop' } },
  { share: 6, login: { ...web, present: ['saml'], remember } },
  { share: 5, people: WITH_PASSKEY, login: { ...web, present: ['passkey:phone'] } },
  { share: 5, people: WITH_PASSKEY, login: { ...webmail, present: ['session'] } },
  { share: 2, login: { ...web, present: ['verified', 'otp-wrong'] } },
];
const BY_SHARE = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));

export interface SoakLoad {
  readonly answered: number;
  /** Logins that could not be decided. */
  readonly failed: readonly string[];
  /** Signs in the people whose sessions the webmail has. */
  begin(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  pause(): Promise<void>;
  resume(): void;
}

/** Signs people in continuously, `atOnce` at a time, in each way; some through edge over HTTP. */
export function keepSigningIn(parts: {
  performance: Performance;
  atOnce: number;
  random: () => number;
  forwardAuth: { port: number; secret: string };
  pages: number;
}): SoakLoad {
  const { performance, atOnce, random, forwardAuth, pages } = parts;
  const failed: string[] = [];
  const codeShown = new Map<string, number>();
  let answered = 0;
  let running = false;
  let workers: Promise<void>[] = [];
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

  /** A code is valid once, so a person who has used this step's code is passed over. */
  function mayShowCode(account: string): boolean {
    const step = Math.floor(Date.now() / STEP_MS);
    if ((codeShown.get(account) ?? 0) >= step) return false;
    codeShown.set(account, step);
    return true;
  }

  async function one(): Promise<void> {
    const way = random();
    if (way < 0.1) return askEdge({ ...forwardAuth, account: pick(PEOPLE) });
    if (way < 0.2) return openPage(pages, pick(PEOPLE));
    const { login, people = PEOPLE } = pick(BY_SHARE);
    const account = pick(people);
    if (login.present?.includes('otp') && !mayShowCode(account)) return;
    const present = login.present?.map((word) =>
      word === 'session' ? `session:of ${account}` : word,
    );
    await signIn(account, { ...login, ...(present === undefined ? {} : { present }) });
  }

  function signIn(account: string, login: Partial<Login>) {
    return performance.login({ id: '', account, repeat: 1, expect: 'ALLOW', ...login } as Login);
  }

  async function work(): Promise<void> {
    while (running) {
      await one().then(
        () => {
          answered += 1;
        },
        (error: Error) => failed.push(error.message),
      );
    }
  }

  return {
    get answered() {
      return answered;
    },
    failed,
    async begin() {
      for (const account of WITH_PASSKEY) {
        await signIn(account, { ...web, present: ['passkey:phone'], session: `of ${account}` });
      }
    },
    async pause() {
      running = false;
      await Promise.all(workers);
    },
    resume() {
      running = true;
      workers = Array.from({ length: atOnce }, work);
    },
  };
}

/** Asks as a proxy does for a request of a person who is not signed in yet. */
function askEdge(ask: { port: number; secret: string; account: string }): Promise<void> {
  const { port, secret, account } = ask;
  const basic = Buffer.from(`${account}:not the password`).toString('base64');
  const headers = {
    'x-gatepost-secret': secret,
    'x-forwarded-for': '198.51.100.66',
    authorization: `Basic ${basic}`,
  };
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/Dav', headers }, (answer) => {
      answer.resume().once('end', () => resolve());
    });
    asked.once('error', reject).end();
  });
}

/** Opens the sign-in page and sends an account and a password, as a browser does. */
async function openPage(port: number, account: string): Promise<void> {
  const browser = openByHand(`http://localhost:${port}`);
  const page = await browser.get('/sign-in');
  const asked = await browser.post('/sign-in', {
    ...{ account, password: 'not the password' },
    ...{ token: page.field('token'), flow: page.field('flow') },
  });
  if (asked.status >= 500) throw new Error(`the sign-in page answered ${asked.status}`);
}
