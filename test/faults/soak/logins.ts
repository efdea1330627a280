import { request } from 'node:http';
import { STEP_MS } from '../../../cli/up/demo/authenticator-app.js';
import type { Performance } from '../../stories/play.js';
import type { Login, Story } from '../../stories/read-story.js';

const PEOPLE = Array.from({ length: 24 }, (_, n) => `user${n}@a.tld`);
const person = {
  ...{ password: true, otp: true, recovery: false, saml: true },
  'app-passwords': { phone: ['EAS'] },
};

/** A domain whose rules need every service. */
export const story: Story = {
  name: 'soak',
  file: 'soak',
  policies: [
    {
      domain: 'a.tld',
      networks: { office: ['203.0.113.0/24'] },
      trust: { ip: { default: '30s', max: '60s' }, device: { default: '30s', max: '60s' } },
      rules: [
        { name: 'phones', services: ['EAS'], require: 'app-password' },
        { name: 'office', from: ['office'], require: 'password' },
        { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
        { name: 'browser', when: 'trusted-device', services: ['WebUI'], require: 'password' },
        { name: 'web', services: ['WebUI'], require: ['password + otp', 'saml'] },
      ],
    },
  ],
  people: Object.fromEntries(PEOPLE.map((account) => [account, person])),
  logins: [],
  refused: [],
  accepted: [],
};

const web = { service: 'WebUI', ip: '198.51.100.9' };
const remember = { ip: '30s', device: '30s' };

/** How people sign in, and how often of a hundred. What is decided from a word alone is most of it. */
const KINDS: readonly { share: number; login: Partial<Login> }[] = [
  { share: 30, login: { service: 'Imap', ip: '203.0.113.9', present: ['verified'] } },
  { share: 16, login: { service: 'Smtp', ip: '198.51.100.7', present: ['verified'] } },
  { share: 12, login: { ...web, present: ['verified'] } },
  { share: 12, login: { service: 'EAS', ip: '198.51.100.8', present: ['app:phone'] } },
  { share: 8, login: { ...web, present: ['verified'], device: 'laptop' } },
  { share: 6, login: { service: 'Imap', ip: '198.51.100.9', present: ['verified'] } },
  { share: 4, login: { service: 'Imap', ip: '203.0.113.9', present: ['password'] } },
  { share: 3, login: { service: 'Imap', ip: '203.0.113.10', present: ['wrong-password'] } },
  { share: 4, login: { ...web, present: ['verified', 'otp'], remember, device: 'laptop' } },
  { share: 3, login: { ...web, present: ['saml'], remember } },
  { share: 2, login: { ...web, present: ['verified', 'otp-wrong'] } },
];
const BY_SHARE = KINDS.flatMap(({ share, login }) => Array.from({ length: share }, () => login));

export interface SoakLoad {
  readonly answered: number;
  /** What could not be decided. */
  readonly failed: readonly string[];
  /** Resolves when nothing is under way any more. */
  pause(): Promise<void>;
  resume(): void;
}

/** Signs people in without end, `atOnce` at a time, in each way; some through edge, over HTTP. */
export function keepSigningIn(parts: {
  performance: Performance;
  atOnce: number;
  random: () => number;
  forwardAuth: { port: number; secret: string };
}): SoakLoad {
  const { performance, atOnce, random, forwardAuth } = parts;
  const failed: string[] = [];
  const codeShown = new Map<string, number>();
  let answered = 0;
  let running = false;
  let workers: Promise<void>[] = [];
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

  /** A code is good once: whoever has shown this step's is passed over. */
  function mayShowCode(account: string): boolean {
    const step = Math.floor(Date.now() / STEP_MS);
    if ((codeShown.get(account) ?? 0) >= step) return false;
    codeShown.set(account, step);
    return true;
  }

  async function one(): Promise<void> {
    const account = pick(PEOPLE);
    if (random() < 0.1) return askEdge({ ...forwardAuth, account });
    const kind = pick(BY_SHARE);
    if (kind.present?.includes('otp') && !mayShowCode(account)) return;
    await performance.login({ id: '', account, repeat: 1, expect: 'ALLOW', ...kind } as Login);
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

/** As a proxy asks for a request of a person who is not signed in yet. */
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
