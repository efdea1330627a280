import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { layoutOf } from '../../cli/up/installation/layout.js';
import { STORING_SERVICES, schemaOf } from '../../cli/up/installation/services.js';
import { type PgBouncer, startPgBouncer } from '../../libs/testing/pgbouncer.js';
import { check } from '../stories/check-answer.js';
import { loginEvents } from '../stories/login-events.js';
import { type Performance, setUp } from '../stories/play.js';
import { playStep, titleOf } from '../stories/play-step.js';
import { isLogin, readStories } from '../stories/read-story.js';
import { repetition } from '../stories/repetition.js';
import type { Message } from './proto-client.js';
import { type Suite, startSuite } from './start-suite.js';

// Two replicas of each service. Their statements share two connections to Postgres for each service.
const SERVICES = STORING_SERVICES.filter((service) => service !== 'notice');
const REPLICAS = Object.fromEntries(SERVICES.map((service) => [service, 2]));
const CONNECTIONS = 2;
const PLAYED = ['company.yaml', 'throttles.yaml'];

const stories = readStories().filter(({ file }) => PLAYED.includes(file));
let pooler: PgBouncer;

beforeAll(async () => {
  const { home, postgresPort } = inject('sharedRun');
  const passwords = SERVICES.map((service) => {
    const file = join(layoutOf(home).secrets, `${schemaOf(service)}.password`);
    return [`gatepost_${schemaOf(service)}`, readFileSync(file, 'utf8').trim()];
  });
  pooler = await startPgBouncer({
    postgresPort,
    passwords: Object.fromEntries(passwords),
    poolSize: CONNECTIONS,
  });
});
afterAll(() => pooler?.stop());

it('plays stories', () => expect(stories).toHaveLength(PLAYED.length));

describe.each(stories.map((story) => [story.file, story] as const))(
  '%s, through PgBouncer in transaction mode',
  (_, story) => {
    let suite: Suite;
    let performance: Performance;
    const decided: Message[] = [];

    beforeAll(async () => {
      suite = await startSuite({ replicas: REPLICAS, pooler: pooler.port });
      performance = await setUp(story, {
        frontEnd: suite.client('front-end', 'mail'),
        admin: suite.client('admin', 'operator'),
        portal: suite.client('service', 'portal'),
        clock: suite.clock,
      });
    });
    afterAll(() => suite?.close());

    for (const [index, step] of story.logins.entries()) {
      it(titleOf(step, index), async () => {
        if (!isLogin(step)) return playStep(step, performance);
        for (let time = 1; time <= step.repeat; time += 1) {
          const answer = await performance
            .login(repetition(step, time))
            .catch((error) => ({ error }));
          if (!('error' in answer)) decided.push(answer);
          check(step, answer);
        }
      });
    }

    it('has each decision in the record', async () => {
      const told = [...decided, ...performance.begun];
      const events = await loginEvents(suite.client('auditor', 'auditor'), told.length);
      const recorded = new Set(events.map(({ id }) => id));
      expect(told.filter(({ decision_id }) => !recorded.has(decision_id))).toEqual([]);
    });
  },
);
