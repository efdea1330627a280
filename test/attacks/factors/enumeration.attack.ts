import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawAppPassword, formatAppPassword } from '../../../libs/names/app-password.js';
import type { Message } from '../../suite/proto-client.js';
import {
  freshAddress,
  type Holder,
  type Login,
  OFFICE,
  openStage,
  outcomeOf,
  type Stage,
} from './stage.js';

const NOBODY = 'nobody@a.tld';
const NOT_ENROLLED = 'plain@a.tld';
/** One service for each rule, so that every outcome of a document occurs. */
const SERVICES = ['EAS', 'WEB_UI', 'MOBILE_APP', 'POP3', 'SOAP', 'IMAP'];
/** The number of samples for each account. */
const SAMPLES = 80;
const TIMEOUT_MS = 180_000;

let stage: Stage;
let holder: Holder;
beforeAll(async () => {
  stage = await openStage();
  holder = await stage.holder('luca@a.tld');
  await stage.person(NOT_ENROLLED);
});
afterAll(() => stage?.suite.close());

const PRESENTED: Readonly<Record<string, Partial<Login>>> = {
  nothing: {},
  'a wrong password': { password: Buffer.from('wrong') },
  'one that is not UTF-8': { password: Buffer.from([0xff, 0xfe, 0x00, 0x80]) },
  'an app password of nobody': {
    password: Buffer.from(formatAppPassword(drawAppPassword(randomBytes))),
  },
  'a wrong password and a code': { password: Buffer.from('wrong'), otp_code: '123456' },
  'a wrong password and an authenticator': {
    ...{ password: Buffer.from('wrong'), otp_code: '123456' },
    otp_authenticator_id: '0197c2a0-0000-7000-8000-000000000000',
  },
  'a wrong password and a recovery code': {
    ...{ password: Buffer.from('wrong'), recovery_code: 'H7KM-2QPX-94RT' },
  },
  'a code alone': { otp_code: '123456' },
  'a recovery code alone': { recovery_code: 'H7KM-2QPX-94RT' },
  'a wrong password and a wish to be trusted': {
    ...{ password: Buffer.from('wrong'), remember: { ip_seconds: 60 } },
  },
};

describe.each(Object.entries(PRESENTED))('whoever presents %s', (_, presented) => {
  it.each(SERVICES)('at %s cannot tell who is there', async (service) => {
    for (const from of [freshAddress, () => OFFICE]) {
      const answers = [holder.account, NOT_ENROLLED, NOBODY].map(async (account) => {
        const login = { account, service: `SERVICE_${service}`, client_ip: from(), ...presented };
        return withoutIds(
          await stage.login(login).catch(({ code, details }) => ({ code, details })),
        );
      });
      const [enrolled, plain, nobody] = await Promise.all(answers);
      expect(enrolled).toEqual(nobody);
      expect(plain).toEqual(nobody);
    }
    // Accounts start each case without failures.
    stage.suite.clock.advance(16 * 60_000);
  });
});

/** The answer without the decision's id, and without the account, which the caller named. */
function withoutIds(answer: Message): object {
  const { decision_id: _id, account: _account, ...rest } = answer;
  return rest;
}

it('takes the same time for a wrong password, whoever it is for', {
  timeout: TIMEOUT_MS,
}, async () => {
  const accounts = [holder.account, NOT_ENROLLED, NOBODY];
  const times = new Map<string, number[]>(accounts.map((account) => [account, []]));
  for (let n = 0; n < SAMPLES; n += 1) {
    // Resets all accounts before a limit is reached.
    if (n % 40 === 0) stage.suite.clock.advance(16 * 60_000);
    // The order rotates, so that other work of the machine affects all accounts alike.
    for (let turn = 0; turn < accounts.length; turn += 1) {
      const account = accounts[(n + turn) % accounts.length] as string;
      const login = { account, service: 'SERVICE_IMAP', password: Buffer.from(`wrong ${n}`) };
      const since = performance.now();
      const outcome = await outcomeOf(stage.login(login));
      times.get(account)?.push(performance.now() - since);
      expect(outcome).toBe('DENY BAD_CREDENTIALS');
    }
  }
  const medians = [...times.values()].map(medianOf);
  // If the hash were skipped, an answer would take a quarter of the time or less.
  expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.4);
});

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
