import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENROLMENT, openStage, outcomeOf, type Stage } from './stage.js';

const MINUTES_MS = 60_000;
const SKEW = {
  'otp-2': 7 * MINUTES_MS,
  'policy-2': -4 * MINUTES_MS,
  'credential-2': 90 * MINUTES_MS,
};
const ALLOWED = 'ALLOW RULE_SATISFIED';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ skew: SKEW });
});
afterAll(() => stage?.suite.close());

/** How far a replica's clock is ahead of the test's, by its log, in ms. */
function aheadOf(replica: string): number {
  const { logs } = stage.suite.installation.layout;
  const lines = readFileSync(join(logs, `${replica}.log`), 'utf8')
    .trim()
    .split('\n');
  return Date.parse(JSON.parse(lines.at(-1) ?? '').time) - Date.now();
}

it('accepts every right code once, even if the clocks of replicas differ', async () => {
  // Otherwise the test would show nothing.
  expect(aheadOf('otp-2')).toBeGreaterThan(5 * MINUTES_MS);
  expect(aheadOf('policy-2')).toBeLessThan(-3 * MINUTES_MS);
  const { account, password, app } = await stage.holder('luca@a.tld');
  const outcomes: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    stage.nextStep();
    const otp_code = app.codeAt(stage.suite.clock.now());
    const login = () => outcomeOf(stage.login({ account, password, otp_code }));
    outcomes.push(await login());
    // The calls may reach any replica.
    const again = await Promise.all([login(), login(), login(), login()]);
    expect(new Set(again)).toEqual(new Set(['DENY BAD_SECOND_FACTOR']));
  }
  expect(outcomes).toEqual(outcomes.map(() => ALLOWED));
});

it('issues tickets that work for five minutes everywhere', async () => {
  const { account, password, app } = await stage.holder('anna@a.tld');
  const list = (ticket: string) =>
    stage.mail.call(`${ENROLMENT}/ListOwnAuthenticators`, { ticket });
  for (let round = 0; round < 6; round += 1) {
    stage.nextStep();
    const otp_code = app.codeAt(stage.suite.clock.now());
    const [ticket] = (await stage.login({ account, password, otp_code })).tickets;
    expect((await list(ticket.token)).authenticators).toHaveLength(1);
  }
});
