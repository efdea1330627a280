import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { authorizeUrl, type RegisteredClient, register } from '../../browser/openid-client.js';
import { type BrowserStage, openBrowserStage } from '../../browser/stage.js';
import { asAdministrator } from '../../suite/databases.js';
import { openByHand } from './browser-by-hand.js';

const PER_ADDRESS = 30;
const REPLICAS = 2;

let stage: BrowserStage;
let webmail: RegisteredClient;
beforeAll(async () => {
  stage = await openBrowserStage((origin) => ({
    own: { portal: { hosts: [{ url: origin }], openid: { 'begun-per-address': PER_ADDRESS } } },
  }));
  webmail = await register(stage, 'webmail');
});
afterAll(() => stage?.close());

const rowsBegun = () =>
  asAdministrator(inject('sharedRun'), stage.suite.database, async (client) => {
    const { rows } = await client.query(
      'SELECT count(*)::int AS n FROM portal.openid WHERE begun_by IS NOT NULL',
    );
    return rows[0].n as number;
  });

const begin = async (change = {}): Promise<string> => {
  const path = authorizeUrl(stage, webmail, change).slice(stage.origin.length);
  return (await openByHand(stage.origin).get(path)).location;
};

it('limits the rows and the work of somebody who begins sign-ins and ends none', async () => {
  const led: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    led.push(...(await Promise.all(Array.from({ length: 10 }, () => begin()))));
  }
  const taken = led.filter((location) => location.includes('/sign-in?flow='));
  const refused = led.filter((location) => location.includes('error=temporarily_unavailable'));
  expect(taken.length + refused.length).toBe(200);
  expect(taken.length).toBeLessThanOrEqual(REPLICAS * PER_ADDRESS);
  expect(await rowsBegun()).toBeLessThanOrEqual(PER_ADDRESS);
  // A quarter of ten minutes, which restores a quarter of the limit.
  stage.suite.clock.advance(150_000);
  expect(await begin()).toContain('/sign-in?flow=');
});

it('limits the size of a begun sign-in', async () => {
  stage.suite.clock.advance(600_000);
  const before = await rowsBegun();
  const long = await begin({ state: 'x'.repeat(7_000) });
  expect(long).toContain('error=invalid_request');
  expect(await rowsBegun()).toBeLessThanOrEqual(before);
});

it('a request to sign out gets a page that posts nothing by itself, within the same limit', async () => {
  stage.suite.clock.advance(600_000);
  const path = '/openid/sign-out?client_id=webmail';
  const browser = openByHand(stage.origin);
  const { status, body } = await browser.get(path);
  expect(status).toBe(200);
  expect(body).toContain('name="logout"');
  expect(body).not.toMatch(/<script>|\.submit\(/);
  for (let n = 0; n < 3 * PER_ADDRESS; n += 1) await openByHand(stage.origin).get(path);
  expect(await rowsBegun()).toBeLessThanOrEqual(PER_ADDRESS);
  expect((await openByHand(stage.origin).get(path)).status).toBe(400);
});
