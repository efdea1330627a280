import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runCli } from '../../cli/run-cli.js';
import type { Message } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { loginEvents } from './login-events.js';
import { setUp } from './play.js';
import { playStep } from './play-step.js';
import { isLogin, type PolicyDocument, readStories } from './read-story.js';
import { repetition } from './repetition.js';

describe.each(readStories().map((story) => [story.file, story] as const))('%s', (_, story) => {
  let suite: Suite;
  let dir: string;

  beforeAll(async () => {
    suite = await startSuite();
    const frontEnd = suite.client('front-end', 'mail');
    const admin = suite.client('admin', 'operator');
    const performance = await setUp(story, { frontEnd, admin, clock: suite.clock });
    let decided = 0;
    for (const step of story.logins) {
      if (!isLogin(step)) await playStep(step, performance);
      else {
        for (let time = 1; time <= step.repeat; time += 1) {
          const answer = await performance.login(repetition(step, time)).catch(() => undefined);
          if (answer !== undefined) decided += 1;
        }
      }
    }
    const events = decided + performance.begun.length;
    await loginEvents(suite.client('auditor', 'auditor'), events);
    dir = join(suite.installation.layout.home, 'policies');
    mkdirSync(dir);
  });
  afterAll(() => suite?.close());

  /** `policy rehearse` as it is typed: what it prints, and how it ends. */
  async function rehearse(documents: readonly PolicyDocument[]) {
    const file = join(dir, 'candidate.yaml');
    writeFileSync(file, documents.map((document) => stringify(document)).join('---\n'));
    const { home } = suite.installation.layout;
    let printed = '';
    const { write } = process.stdout;
    process.stdout.write = (text: string | Uint8Array) => {
      printed += text;
      return true;
    };
    try {
      const argv = ['policy', 'rehearse', file, '--since', '30d', '--home', home, '--json'];
      const exit = await runCli(argv);
      return { exit, said: JSON.parse(printed) as Message };
    } finally {
      process.stdout.write = write;
    }
  }

  it('finds no change in what is active', async () => {
    const { exit, said } = await rehearse(story.policies);
    expect(said.changed).toEqual([]);
    expect(said.summary).toMatchObject({ changed: 0, not_replayable: 0 });
    expect(said.summary.replayed).toBeGreaterThan(0);
    expect(exit).toBe(0);
  });

  it('shows who would be locked out by a tighter candidate, and ends with 3', async () => {
    const closed = story.policies.map((policy) =>
      policy.domain === undefined
        ? policy
        : { domain: policy.domain, rules: [{ name: 'closed', deny: 'Closed.' }] },
    );
    const { exit, said } = await rehearse(closed);
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
