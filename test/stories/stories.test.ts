import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { check } from './check-answer.js';
import { loginEvents } from './login-events.js';
import { type Performance, setUp } from './play.js';
import { type Login, readStories } from './read-story.js';

describe.each(readStories().map((story) => [story.file, story] as const))('%s', (_, story) => {
  let suite: Suite;
  let performance: Performance;
  const decided = new Map<string, Message[]>();

  beforeAll(async () => {
    suite = await startSuite();
    performance = await setUp(story, {
      frontEnd: suite.client('front-end', 'mail'),
      admin: suite.client('admin', 'operator'),
      clock: suite.clock,
    });
  });
  afterAll(() => suite?.close());

  for (const [index, step] of story.logins.entries()) {
    if ('wait' in step) {
      it(`${index}: wait ${step.wait}`, () => performance.wait(step.wait));
    } else if ('revoke' in step) {
      const { account, ip, device } = step.revoke;
      it(`${index}: revoke ${account} ${ip ?? device}`, () => performance.revoke(step.revoke));
    } else {
      it(titleOf(step), () => playAndCheck(step));
    }
  }

  async function playAndCheck(login: Login): Promise<void> {
    for (let time = 1; time <= login.repeat; time += 1) {
      const answer = await performance.login(login).catch((error) => ({ error }));
      if (!('error' in answer)) decided.set(login.id, [...(decided.get(login.id) ?? []), answer]);
      check(login, answer);
    }
  }

  if (story.refused.length > 0) {
    it('refuses what must not be applied', async () => {
      for (const { document, because } of story.refused) {
        const { refused } = await performance.apply(document);
        expect(refused, because).not.toBeNull();
        expect(namesCause(refused.problems, because ?? ''), because).toBe(true);
      }
    });
  }

  if (story.accepted.length > 0) {
    it('takes what may be applied', async () => {
      for (const { document } of story.accepted) {
        expect(await performance.apply(document)).toMatchObject({ applied: expect.anything() });
      }
    });
  }

  it('has one event in the record for each decision, and no other', async () => {
    const answers = [...decided.values()].flat().concat(performance.begun);
    const events = await loginEvents(suite.client('auditor', 'auditor'), answers.length);
    const told = (answer: Message) => ({
      id: answer.decision_id,
      decision: answer.decision.replace('DECISION_', ''),
      reason: answer.reason.replace('REASON_', ''),
      rule: answer.rule,
    });
    expect(new Map(events.map((event) => [event.id, event]))).toEqual(
      new Map(answers.map((answer) => [answer.decision_id, told(answer)])),
    );
    expect(events).toHaveLength(answers.length);
  });
});

function titleOf(login: Login): string {
  const { id, account, service, ip, present, expect: wanted } = login;
  return `${id}: ${account} ${service} ${ip} [${present.join(', ')}] ${wanted}`;
}

/** A story says the cause in its own words: what was answered must share one that means something. */
function namesCause(problems: readonly Message[], because: string): boolean {
  const said = problems.map(({ kind, message, expected }) => `${kind} ${message} ${expected}`);
  const words = because.match(/[a-z]{5,}/g) ?? [];
  return words.some((word) => said.join(' ').toLowerCase().includes(word));
}
