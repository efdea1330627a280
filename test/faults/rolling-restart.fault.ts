import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loginEvents } from '../stories/login-events.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { startLoad } from './rolling-load.js';

const AT_ONCE = 4;
/** Callers find a replica that came back within about 1 s. An upgrade waits for that, too. */
const SETTLED_MS = 3000;
const TWO_OF_EACH = {
  policy: 2,
  credential: 2,
  otp: 2,
  saml: 2,
  'trust-store': 2,
  audit: 2,
} as const;

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ replicas: TWO_OF_EACH, processes: true });
});
afterAll(() => suite?.close());

it('loses and refuses no login while each replica of each service is restarted', async () => {
  const load = await startLoad(suite, AT_ONCE);
  try {
    for (const { name } of suite.installation.plan.replicas) {
      const before = load.answers.length;
      await suite.restart(name);
      await sleep(SETTLED_MS);
      expect(load.wrong, `while ${name} was restarted`).toEqual([]);
      expect(load.answers.length, 'somebody logged in meanwhile').toBeGreaterThan(before);
    }
  } finally {
    await load.stop();
  }
  expect(load.wrong).toEqual([]);
  const events = await loginEvents(suite.client('auditor', 'auditor'), load.answers.length);
  const recorded = new Set(events.map(({ id }) => id));
  expect(load.answers.filter(({ decision_id }) => !recorded.has(decision_id))).toEqual([]);
}, 180_000);
