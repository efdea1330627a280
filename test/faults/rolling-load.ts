import { setUp } from '../stories/play.js';
import type { Story } from '../stories/read-story.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import type { Suite } from '../suite/start-suite.js';

const story: Story = {
  name: 'rolling',
  file: 'rolling-load.ts',
  policies: [
    {
      domain: 'a.tld',
      networks: { office: ['203.0.113.0/24'] },
      trust: { ip: { default: '1h', max: '2h', 'per-account': 5 } },
      rules: [
        { name: 'office', from: ['office'], require: 'password' },
        { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
        { name: 'web', services: ['WebUI'], require: ['password + otp', 'saml'] },
      ],
    },
  ],
  people: {
    'luca@a.tld': { password: true, otp: true, recovery: false, saml: true, 'app-passwords': {} },
  },
  logins: [],
  refused: [],
  accepted: [],
};

/** Logins that together need every service, with their right answers. */
const CASES = [
  // Needs credential.
  { id: 'office', service: 'Imap', ip: '203.0.113.9', expect: 'DECISION_ALLOW' },
  // Needs trust-store.
  { id: 'elsewhere', service: 'Imap', ip: '198.51.100.9', expect: 'DECISION_DENY' },
  // Needs otp and saml.
  { id: 'webmail', service: 'WebUI', ip: '198.51.100.9', expect: 'DECISION_CHALLENGE' },
] as const;

/** A wrong answer, or an error. */
export interface Wrong {
  readonly id: string;
  readonly what: string;
}

export interface Load {
  readonly answers: readonly Message[];
  readonly wrong: readonly Wrong[];
  stop(): Promise<void>;
}

/** At most so many wrong answers are kept: if no replica serves any more, calls fail at once, and there could be many. */
const ENOUGH_WRONG = 20;

/** Makes a domain and a person, and logs in, so many at a time, until it is stopped. */
export async function startLoad(suite: Suite, atOnce: number): Promise<Load> {
  const frontEnd: ProtoClient = suite.client('front-end', 'mail');
  const admin = suite.client('admin', 'operator');
  const performance = await setUp(story, { frontEnd, admin, clock: suite.clock });
  const answers: Message[] = [];
  const wrong: Wrong[] = [];
  let running = true;
  let next = 0;
  const worker = async () => {
    while (running && wrong.length < ENOUGH_WRONG) {
      const { id, service, ip, expect } = CASES[next++ % CASES.length] ?? CASES[0];
      const login = {
        ...{ id, account: 'luca@a.tld', service, ip, present: ['password'], repeat: 1 },
        expect: 'ALLOW' as const,
      };
      const answer = await performance.login(login).catch((error: Error) => ({ error }));
      if ('error' in answer) wrong.push({ id, what: answer.error.message });
      else if (answer.decision !== expect || !isWhole(id, answer)) {
        wrong.push({ id, what: JSON.stringify(answer) });
      } else answers.push(answer);
    }
  };
  const workers = Array.from({ length: atOnce }, worker);
  return {
    answers,
    wrong,
    async stop() {
      running = false;
      await Promise.all(workers);
    },
  };
}

/** A challenge omits factors whose service cannot be asked. Here every service can be asked. */
function isWhole(id: string, answer: Message): boolean {
  if (id !== 'webmail') return true;
  return answer.challenge?.alternatives?.length === 2;
}
