import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STEP_MS } from '../../../cli/up/demo/authenticator-app.js';
import { authorize, countBy, freshAddress, openStage, outcomeOf, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.suite.close());

const ALLOWED = 'ALLOW RULE_SATISFIED';
const REFUSED = 'DENY BAD_SECOND_FACTOR';
const many = (count: number, login: () => Promise<string>) =>
  Promise.all(Array.from({ length: count }, login)).then(countBy);

it('lets one of 500 logins at once in with the same right code', async () => {
  const { account, app } = await stage.holder('luca@a.tld');
  const otp_code = app.codeAt(stage.suite.clock.now());
  const client_ip = freshAddress();
  const login = () =>
    outcomeOf(stage.login({ account, client_ip, password_verified: true, otp_code }));
  expect(await many(500, login)).toEqual({ [ALLOWED]: 1, [REFUSED]: 499 });
});

it('answers the same attempt the same, and no other', async () => {
  const { account, app, password } = await stage.holder('anna@a.tld');
  const otp_code = app.codeAt(stage.suite.clock.now());
  const attempt = { account, password_verified: true, otp_code, attempt_id: randomUUID() };
  const login = () => outcomeOf(stage.login(attempt));
  expect(await many(40, login)).toEqual({ [ALLOWED]: 40 });
  const { password_verified: _, ...same } = attempt;
  expect(await outcomeOf(authorize(stage.webmail, { ...same, password }))).toBe(REFUSED);
  expect(await outcomeOf(stage.login({ ...attempt, attempt_id: randomUUID() }))).toBe(REFUSED);
  stage.suite.clock.advance(61_000);
  expect(await login()).toBe(REFUSED);
});

it('lets one of 200 logins at once in with the same recovery code', async () => {
  const { account, recoveryCodes } = await stage.holder('bea@a.tld');
  const [recovery_code = ''] = recoveryCodes;
  const login = () => outcomeOf(stage.login({ account, password_verified: true, recovery_code }));
  expect(await many(200, login)).toEqual({ [ALLOWED]: 1, [REFUSED]: 199 });
  const typed = recovery_code.replaceAll('-', ' ').toLowerCase();
  const again = stage.login({ account, password_verified: true, recovery_code: typed });
  expect(await outcomeOf(again)).toBe(REFUSED);
});

it('spends no code on a login whose password is wrong', async () => {
  const { account, app, password, recoveryCodes } = await stage.holder('carl@a.tld');
  const otp_code = app.codeAt(stage.suite.clock.now());
  const [recovery_code = ''] = recoveryCodes;
  const wrong = { account, password: Buffer.from('wrong') };
  for (const second of [{ otp_code }, { recovery_code }]) {
    expect(await outcomeOf(stage.login({ ...wrong, ...second }))).toBe('DENY BAD_CREDENTIALS');
    expect(await outcomeOf(stage.login({ account, password, ...second }))).toBe(ALLOWED);
    expect(await outcomeOf(stage.login({ account, password, ...second }))).toBe(REFUSED);
  }
});

it('neither refuses a right code nor accepts one twice when the clock steps back', async () => {
  const { account, app } = await stage.holder('dora@a.tld');
  const { clock } = stage.suite;
  const login = (otp_code: string) =>
    outcomeOf(stage.login({ account, password_verified: true, otp_code }));
  const used = app.codeAt(clock.now());
  expect(await login(used)).toBe(ALLOWED);
  clock.advance(-4 * STEP_MS);
  expect(await login(app.codeAt(clock.now()))).toBe(ALLOWED);
  expect(await login(app.codeAt(clock.now()))).toBe(REFUSED);
  clock.advance(4 * STEP_MS);
  expect(await login(used)).toBe(REFUSED);
  clock.advance(2 * STEP_MS);
  expect(await login(app.codeAt(clock.now()))).toBe(ALLOWED);
});
