import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededNumbers } from '../properties/seed.js';
import { loginEvents } from '../stories/login-events.js';
import { setUp } from '../stories/play.js';
import type { Story } from '../stories/read-story.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const LOGINS = 300;
const AT_ONCE = 12;
/** Status codes of "could not decide", which a front-end treats as a temporary failure. */
const TEMPORARY = [4, 14];

const story: Story = {
  name: 'two replicas',
  file: 'replicas.test.ts',
  policies: [
    {
      domain: 'a.tld',
      networks: { office: ['203.0.113.0/24'] },
      rules: [{ name: 'office', from: ['office'], require: 'password' }],
    },
  ],
  people: {},
  logins: [],
  refused: [],
  accepted: [],
};
const PEOPLE = ['luca', 'anna', 'bea', 'carl'].map((name) => `${name}@a.tld`);

let suite: Suite;
let frontEnd: ProtoClient;
beforeAll(async () => {
  suite = await startSuite({ replicas: { policy: 2 }, processes: true });
  frontEnd = suite.client('front-end', 'mail');
  const admin = suite.client('admin', 'operator');
  await setUp(story, { frontEnd, admin, clock: suite.clock });
  for (const account of PEOPLE) {
    const method = 'gatepost.credential.v1.CredentialAdminService/CreateAccount';
    await admin.call(method, { account, password: Buffer.from(`of ${account}`) });
  }
});
afterAll(() => suite?.close());

/** A login and its right decision. */
interface Case {
  readonly account: string;
  readonly client_ip: string;
  readonly decision: string;
}

function login({ account, client_ip }: Case): Promise<Message> {
  return frontEnd.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    account,
    client_ip,
    service: 'SERVICE_IMAP',
    password: Buffer.from(`of ${account}`),
  });
}

it('gives no login a wrong answer while a replica is killed', async () => {
  const random = seededNumbers('replicas');
  const cases = Array.from({ length: LOGINS }, (): Case => {
    const account = PEOPLE[Math.floor(random() * PEOPLE.length)] ?? '';
    return random() < 0.5
      ? { account, client_ip: '203.0.113.9', decision: 'DECISION_ALLOW' }
      : { account, client_ip: '198.51.100.9', decision: 'DECISION_DENY' };
  });
  const killAt = Math.floor(LOGINS * (0.3 + 0.4 * random()));
  const answers: { wanted: string; answer: Message }[] = [];
  const errors: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < cases.length; index = next++) {
      if (index === killAt) await suite.kill('policy-1');
      const each = cases[index] as Case;
      await login(each)
        .catch((error) => {
          errors.push(error.code);
          // A front-end also tries again after a temporary failure.
          return login(each);
        })
        .then((answer) => answers.push({ wanted: each.decision, answer }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  expect(answers.filter(({ wanted, answer }) => answer.decision !== wanted)).toEqual([]);
  expect(errors.filter((code) => !TEMPORARY.includes(code))).toEqual([]);
  // Only calls in flight at the replica that died may have failed.
  expect(errors.length).toBeLessThanOrEqual(AT_ONCE);

  await suite.serving();
  const events = await loginEvents(suite.client('auditor', 'auditor'), answers.length);
  const recorded = new Map(events.map((event) => [event.id, event.decision]));
  const missing = answers.filter(
    ({ answer }) => `DECISION_${recorded.get(answer.decision_id)}` !== answer.decision,
  );
  expect(missing).toEqual([]);
});
