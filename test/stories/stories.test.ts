import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Replicas } from '../../cli/up/installation/ports.js';
import type { Message } from '../suite/proto-client.js';
import { type Suite, type SuiteOptions, startSuite } from '../suite/start-suite.js';
import { check } from './check-answer.js';
import { loginEvents } from './login-events.js';
import { PROVIDER_HOST } from './passkeys.js';
import { type Performance, setUp } from './play.js';
import { type OtherStep, playStep, titleOf } from './play-step.js';
import { isLogin, type Login, type PolicyDocument, readStories, type Story } from './read-story.js';
import { rehearse } from './rehearse.js';
import { repetition } from './repetition.js';

describe.each(readStories().map((story) => [story.file, story] as const))('%s', (_, story) => {
  let suite: Suite;
  let performance: Performance;
  const decided = new Map<string, Message[]>();

  beforeAll(async () => {
    suite = await startSuite({ replicas: REPLICAS[story.file] ?? {}, own: ownOf(story) });
    performance = await setUp(story, {
      frontEnd: suite.client('front-end', 'mail'),
      admin: suite.client('admin', 'operator'),
      portal: suite.client('service', 'portal'),
      edge: suite.client('service', 'edge'),
      console: suite.client('service', 'console'),
      clock: suite.clock,
    });
  });
  afterAll(() => suite?.close());

  for (const [index, step] of story.logins.entries()) {
    it(titleOf(step, index), () => (isLogin(step) ? playAndCheck(step) : playOther(step)));
  }

  /** Documents that were in force for a while, and the results of rehearsing them on the logins of that time. */
  const rehearsals: Awaited<ReturnType<typeof rehearse>>[] = [];
  let inForce: readonly PolicyDocument[] = story.policies;
  let since: number | undefined;

  /** Before other documents come into force, the current ones are rehearsed on what they decided. */
  async function playOther(step: OtherStep): Promise<void> {
    if (!('apply' in step)) return playStep(step, performance);
    await awaitRecord();
    rehearsals.push(await rehearse(suite, inForce, since));
    await playStep(step, performance);
    inForce = [...inForce.filter((one) => !step.apply.some(isInPlaceOf(one))), ...step.apply];
    since = suite.clock.now();
  }

  async function awaitRecord(): Promise<void> {
    const count = [...decided.values()].flat().length + performance.begun.length;
    await loginEvents(suite.client('auditor', 'auditor'), count);
  }

  async function playAndCheck(login: Login): Promise<void> {
    for (let time = 1; time <= login.repeat; time += 1) {
      const answer = await performance.login(repetition(login, time)).catch((error) => ({ error }));
      if (!('error' in answer)) decided.set(login.id, [...(decided.get(login.id) ?? []), answer]);
      check(login, answer);
    }
  }

  describe('rehearsed', () => {
    // Rehearsals need the whole record.
    beforeAll(awaitRecord);

    const passkeys = Object.values(story.people).some((person) => person.passkeys !== undefined);
    it.skipIf(passkeys)(
      'finds no change in the active documents, nor in earlier ones at their time',
      async () => {
        for (const { exit, said } of [...rehearsals, await rehearse(suite, inForce, since)]) {
          expect(said.changed).toEqual([]);
          expect(said.summary).toMatchObject({ changed: 0, not_replayable: 0 });
          expect(said.summary.replayed).toBeGreaterThan(0);
          expect(exit).toBe(0);
        }
        expect(rehearsals).toHaveLength(story.logins.filter((step) => 'apply' in step).length);
      },
    );

    it('shows who would be locked out by a tighter candidate, and ends with 3', async () => {
      const closed = story.policies.map((policy) =>
        policy.domain === undefined
          ? policy
          : { domain: policy.domain, rules: [{ name: 'closed', deny: 'Closed.' }] },
      );
      const { exit, said } = await rehearse(suite, closed);
      const kinds = said.summary.counts.map((count: Message) => [count.was, count.would_be]);
      expect(kinds).toContainEqual(['ALLOW', 'DENY']);
      expect(kinds.every(([, wouldBe]: string[]) => wouldBe === 'DENY')).toBe(true);
      expect(said.summary.accounts.length).toBeGreaterThan(0);
      expect(said.changed).toContainEqual(
        expect.objectContaining({ was: 'ALLOW', would_be: 'DENY', rule_would_be: 'closed' }),
      );
      expect(exit).toBe(3);
    });
  });

  if (story.refused.length > 0) {
    it('refuses what must not be applied', async () => {
      for (const { documents, because } of story.refused) {
        const { refused } = await performance.apply(documents);
        expect(refused, because).not.toBeNull();
        expect(namesCause(refused.problems, because), because).toBe(true);
      }
    });
  }

  if (story.accepted.length > 0) {
    it('accepts what may be applied', async () => {
      for (const { documents } of story.accepted) {
        expect(await performance.apply(documents)).toMatchObject({ applied: expect.anything() });
      }
    });
  }

  if (story.warned !== undefined) {
    it('warns of what is probably not meant', async () => {
      for (const { documents, because } of story.warned ?? []) {
        const { applied } = await performance.apply(documents);
        expect(applied, because).not.toBeNull();
        expect(namesCause(applied.warnings, because), because).toBe(true);
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

const isInPlaceOf = (one: PolicyDocument) => (other: PolicyDocument) =>
  other.domain === one.domain && other.template === one.template;

/** Stories about several replicas. */
const REPLICAS: Readonly<Record<string, Replicas>> = {
  'webmail.yaml': { policy: 2, 'trust-store': 2 },
  'passkeys.yaml': { policy: 2, passkey: 2 },
};

/** The hosts where the people of a story sign in. */
function ownOf({ hosts = {} }: Story): NonNullable<SuiteOptions['own']> {
  const own = Object.entries(hosts).map(([domain, host]) => ({
    url: `https://${host}`,
    domains: [domain],
  }));
  return { passkey: { hosts: [{ url: `https://${PROVIDER_HOST}` }, ...own] } };
}

/** A story words the cause freely, so it need only share a word that carries meaning with the answer. */
function namesCause(problems: readonly Message[], because: string): boolean {
  const said = problems.map(({ kind, message, expected }) => `${kind} ${message} ${expected}`);
  const words = because.match(/[a-z]{5,}/g) ?? [];
  return words.some((word) => said.join(' ').toLowerCase().includes(word));
}
