import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../stories/check-answer.js';
import { loginEvents } from '../stories/login-events.js';
import { type Performance, setUp } from '../stories/play.js';
import { isLogin, type Login, readStories } from '../stories/read-story.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { buildCommit, previousCommit } from './previous-version.js';

const story = readStories().find(({ file }) => file === 'company.yaml');
if (story === undefined) throw new Error('the story is not there');

const previous = previousCommit();

/** During an upgrade the database is migrated first, while services of the previous version still run. */
describe('the services of the version before, on this schema', () => {
  let built: ReturnType<typeof buildCommit>;
  let suite: Suite;
  let performance: Performance;

  beforeAll(async () => {
    built = buildCommit(previous);
    suite = await startSuite({ entryOf: built.entryOf });
    const frontEnd = suite.client('front-end', 'mail');
    const admin = suite.client('admin', 'operator');
    performance = await setUp(story, { frontEnd, admin, clock: suite.clock });
  });
  afterAll(async () => {
    await suite?.close();
    built?.remove();
  });

  it('decide as before, and their events reach the record', async () => {
    const logins = story.logins.filter((step): step is Login & { repeat: 1 } => isLogin(step));
    expect(logins.length).toBeGreaterThan(20);
    const decided: string[] = [];
    for (const login of logins) {
      for (let time = 1; time <= login.repeat; time += 1) {
        const answer = await performance.login(login).catch((error) => ({ error }));
        check(login, answer);
        if (!('error' in answer)) decided.push(answer.decision_id);
      }
    }
    const count = decided.length + performance.begun.length;
    const events = await loginEvents(suite.client('auditor', 'auditor'), count);
    const recorded = new Set(events.map(({ id }) => id));
    expect(decided.filter((id) => !recorded.has(id))).toEqual([]);
  });
});
