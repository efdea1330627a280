import { afterAll, beforeAll, expect, it } from 'vitest';
import { begin, consume, type Login } from '../../../services/saml/testing.js';
import { capture, EVE, openStage, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

it('works once, on two replicas at the same moment', async () => {
  const replicas = [stage.saml, stage.world.replica()];
  for (let round = 0; round < 5; round += 1) {
    const { login, xml, relayState } = await capture(stage);
    const samlResponse = Buffer.from(Buffer.from(xml).toString('base64'));
    const tries = Array.from({ length: 8 }, (_, n) =>
      consume(replicas[n % 2] ?? stage.saml, login, { samlResponse, relayState }),
    );
    const verdicts = await Promise.all(tries);
    expect(verdicts.filter(({ verdict }) => verdict === 'verified')).toHaveLength(1);
    expect(new Set(verdicts.map((v) => ('failedCheck' in v ? v.failedCheck : '')))).toEqual(
      new Set(['', 'replay']),
    );
  }
});

it('takes one answer to a request, and one login for an assertion', async () => {
  const login: Login = await begin(stage.saml, EVE);
  const first = await stage.a.respond(login, EVE);
  const second = await stage.a.respond(login, EVE);
  expect(await consume(stage.saml, login, first)).toMatchObject({ verdict: 'verified' });
  expect(await consume(stage.saml, login, second)).toMatchObject({ failedCheck: 'replay' });
  // A faulty provider gives two assertions the same ID.
  const again = await begin(stage.saml, EVE);
  const assertionId = / ID="(_a[^"]*)"/.exec(first.xml)?.[1] ?? '';
  const twin = await stage.a.respond(again, EVE, { change: { assertionId } });
  expect(await consume(stage.saml, again, twin)).toMatchObject({ failedCheck: 'replay' });
});

it('stays used after the sweeper ran and the clock was set back, and ends with the login', async () => {
  const { world, saml } = stage;
  const { login, xml, relayState } = await capture(stage);
  const response = { samlResponse: Buffer.from(Buffer.from(xml).toString('base64')), relayState };
  expect(await consume(saml, login, response)).toMatchObject({ verdict: 'verified' });
  world.clock.advance(20 * 3600_000);
  for (const sweep of Object.values(saml.sweeps)) await sweep(world.clock.now(), 500);
  world.clock.advance(-20 * 3600_000);
  expect(await consume(saml, login, response)).toMatchObject({ failedCheck: 'replay' });
  const late = await begin(saml, EVE);
  world.clock.advance(15 * 60_000);
  const answer = await stage.a.respond(late, EVE);
  expect(await consume(saml, late, answer)).toMatchObject({ failedCheck: 'login-ticket' });
});

it('consumes nothing when it refuses', async () => {
  const { login, xml, relayState } = await capture(stage);
  const samlResponse = Buffer.from(Buffer.from(xml).toString('base64'));
  const other = { account: 'anna@a.tld' };
  expect(await consume(stage.saml, login, { samlResponse, relayState }, other)).toMatchObject({
    failedCheck: 'account',
  });
  expect(await consume(stage.saml, login, { samlResponse, relayState })).toMatchObject({
    verdict: 'verified',
  });
});
