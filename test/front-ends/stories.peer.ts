import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { type Performance, setUp } from '../stories/play.js';
import { playStep, titleOf } from '../stories/play-step.js';
import { isLogin, readStories, type Story } from '../stories/read-story.js';
import type { Message } from '../suite/proto-client.js';
import { mailFrontEnd, type Played } from './mail-front-end.js';
import { openStage, type Stage } from './stage.js';

const INVALID_ARGUMENT = 3;

/** Real servers are slow, so a story's seconds are played as minutes, in trust and in waits. */
function slowed(story: Story): Story {
  const text = JSON.stringify(story);
  return JSON.parse(text.replace(/"(\d+)s"/g, (_, seconds) => `"${Number(seconds) * 30}s"`));
}

/** With FRONT_ENDS_SHORT, the two stories that together use every mail service and trust. */
const played = (file: string) =>
  process.env.FRONT_ENDS_SHORT === undefined || /^(home-address|isp)\.yaml$/.test(file);

/** Tickets are for pages, and mail servers have none. */
const withTickets = ({ logins }: Story) => logins.some((step) => 'use' in step || 'enrol' in step);

const stories = readStories()
  .filter((story) => played(story.file) && !withTickets(story))
  .map((story) => [story.file, slowed(story)] as const);

describe.each(stories)('%s', (_, story) => {
  let stage: Stage;
  let performance: Performance;
  const made: Played[] = [];
  const inOrder: { login: { service: string; account: string; reason?: string | undefined } }[] =
    [];

  beforeAll(async () => {
    stage = await openStage();
    const { suite } = stage;
    performance = await setUp(story, {
      frontEnd: mailFrontEnd(stage, suite.client('front-end', 'mail'), made),
      admin: suite.client('admin', 'operator'),
      clock: suite.clock,
    });
  });
  afterAll(() => stage?.close());

  for (const [index, step] of story.logins.entries()) {
    if (!isLogin(step)) it(titleOf(step, index), () => playStep(step, performance));
    else {
      const { expect: expected } = step;
      it(titleOf(step, index), async () => {
        // Each server that offers the service counts its failures separately.
        const times = step.repeat;
        for (let n = 0; n < times; n += 1) {
          const answer: Message = await performance.login(step).catch((error) => error);
          if (expected === 'INVALID') expect(answer.code).toBe(INVALID_ARGUMENT);
          else expect(answer.decision).toBe(`DECISION_${expected}`);
          if (answer.ending !== undefined) {
            expect(answer.ending).toBe(expected === 'ALLOW' ? 'allowed' : 'refused');
            inOrder.push({ login: step });
          }
        }
      });
    }
  }

  it('every login that a server made has its event, with the reason the story says', async () => {
    const auditor = stage.suite.client('auditor', 'auditor');
    const reasons = new Set(
      inOrder
        .filter(({ login }) => login.reason)
        .map(({ login }) => `${login.service} ${login.account.toLowerCase()} ${login.reason}`),
    );
    await until('the record has every login', async () => {
      const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', {
        filter: { type: 'gatepost.login.v1' },
        page: { size: 1000 },
      });
      const recorded = events
        .map((each: { event: Buffer }) => JSON.parse(`${each.event}`).data)
        .filter((data: Message) => data.front_end === 'spiffe://gatepost/service/edge');
      const told = new Set(
        recorded.map((data: Message) => `${data.service} ${data.account} ${data.reason}`),
      );
      const missing = [...reasons].filter((reason) => !told.has(reason));
      expect({ made: recorded.length, missing }).toEqual({ made: made.length, missing: [] });
    });
  });
});
