import { setTimeout as sleep } from 'node:timers/promises';
import { applySet } from '../../stories/apply-set.js';
import { createPeople } from '../../stories/people.js';
import type { Story } from '../../stories/read-story.js';
import type { ProtoClient } from '../../suite/proto-client.js';

export const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
export const DEADLINE_MS = 4_000;
const PAUSE_MS = 50;
/** Status codes of "could not decide", which a front-end treats as a temporary failure. */
const TEMPORARY = [4, 14];

/** Logins that together need every service, with their right answers. */
const CASES = [
  // Needs credential.
  { service: 'SERVICE_IMAP', client_ip: '203.0.113.9', right: 'DECISION_ALLOW' },
  // Needs trust-store.
  { service: 'SERVICE_IMAP', client_ip: '198.51.100.9', right: 'DECISION_DENY' },
  // Needs otp.
  { service: 'SERVICE_WEB_UI', client_ip: '198.51.100.9', right: 'DECISION_CHALLENGE' },
] as const;

export interface Answer {
  readonly id: string;
  readonly decision: string;
  readonly right: string;
  readonly reason: string;
}

export interface Load {
  readonly answers: readonly Answer[];
  /** Calls that ended with a temporary failure. */
  readonly undecided: number;
  /** Status codes of other failures. None is to be. */
  readonly strange: readonly number[];
  /** The longest call that got an answer since the last look, in ms. */
  takeSlowest(): number;
  /** Resolves when every caller has the answer to a call that it made after now. */
  everyoneIsAnswered(): Promise<void>;
  stop(): Promise<void>;
}

const story = (callers: number): Story => ({
  name: 'cluster',
  file: 'logins.ts',
  policies: [
    {
      domain: 'a.tld',
      networks: { office: ['203.0.113.0/24'] },
      trust: { ip: { default: '1h', max: '2h', 'per-account': 5 } },
      rules: [
        { name: 'office', from: ['office'], require: 'password' },
        { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
        { name: 'web', services: ['WebUI'], require: 'password + otp' },
      ],
    },
  ] as Story['policies'],
  people: Object.fromEntries(
    Array.from({ length: callers }, (_, n) => [
      `person${n}@a.tld`,
      { password: true, otp: true, recovery: false, saml: false, 'app-passwords': {} },
    ]),
  ),
  logins: [],
  refused: [],
  accepted: [],
});

/** Makes a domain and a person for each caller, who logs in again and again until it is stopped. */
export async function keepLoggingIn(options: {
  readonly admin: ProtoClient;
  readonly frontEnd: ProtoClient;
  readonly callers: number;
}): Promise<Load> {
  const { admin, frontEnd, callers } = options;
  const { people } = await createPeople(story(callers), { admin, frontEnd });
  const outcome = await applySet(admin, story(callers).policies);
  if (outcome.applied == null) throw new Error(JSON.stringify(outcome.refused));

  const answers: Answer[] = [];
  const strange: number[] = [];
  let undecided = 0;
  let slowest = 0;
  let stopped = false;
  /** By caller: when the last call that has its answer was made. */
  const lastAnswered = Array.from({ length: callers }, () => 0);

  const keepCalling = async (caller: number, account: string, password: string) => {
    for (let n = caller; !stopped; n += 1) {
      const { right, ...login } = CASES[n % CASES.length] ?? CASES[0];
      const since = performance.now();
      try {
        const request = { account, ...login, password: Buffer.from(password) };
        const answer = await frontEnd.call(AUTHORIZE, request, { deadlineMs: DEADLINE_MS });
        const { decision_id: id, decision, reason } = answer;
        answers.push({ id, decision, right, reason });
        lastAnswered[caller] = since;
        slowest = Math.max(slowest, performance.now() - since);
      } catch (error) {
        const { code } = error as { code: number };
        if (TEMPORARY.includes(code)) undecided += 1;
        else strange.push(code);
      }
      await sleep(PAUSE_MS);
    }
  };
  const calling = [...people].map(([account, { password }], caller) =>
    keepCalling(caller, account, password),
  );
  return {
    answers,
    strange,
    get undecided() {
      return undecided;
    },
    takeSlowest() {
      const taken = slowest;
      slowest = 0;
      return taken;
    },
    async everyoneIsAnswered() {
      const since = performance.now();
      while (!lastAnswered.every((at) => at > since)) await sleep(20);
    },
    async stop() {
      stopped = true;
      await Promise.all(calling);
    },
  };
}
