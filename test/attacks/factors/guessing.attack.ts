import { afterAll, beforeAll, expect, it } from 'vitest';
import { countBy, freshAddress, openStage, outcomeOf, type Stage, wrongCodes } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.suite.close());

const ALLOWED = 'ALLOW RULE_SATISFIED';
const COMPARED = 'DENY BAD_CREDENTIALS';
const LIMITED = 'DENY RATE_LIMITED';
const UNDECIDED = ['code 4', 'code 14'];

const guess = (account: string, client_ip: string, n: number) =>
  outcomeOf(
    stage.login({ account, service: 'SERVICE_IMAP', client_ip, password: Buffer.from(`no ${n}`) }),
  );

/** Makes all calls at once. A call without a decision, as on a busy machine, is repeated. */
async function decideAll(count: number, ask: (n: number) => Promise<string>): Promise<string[]> {
  const outcomes = await Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
  for (const [n, outcome] of outcomes.entries()) {
    for (let again = 0; again < 3 && UNDECIDED.includes(outcomes[n] ?? outcome); again += 1) {
      outcomes[n] = await ask(n);
    }
  }
  return outcomes;
}

async function failuresOf(service: string, account: string): Promise<number> {
  const method = `gatepost.${service}/ListThrottles`;
  const { throttles } = await stage.admin.call(method, { account });
  return Math.max(0, ...throttles.map((each: { failures: number }) => each.failures));
}

it('compares ten of 1,000 wrong passwords from one address, over two replicas', async () => {
  const { account } = await stage.person('ten@a.tld');
  const from = freshAddress();
  const counts = countBy(await decideAll(1000, (n) => guess(account, from, n)));
  expect(Object.keys(counts).sort()).toEqual([COMPARED, LIMITED]);
  // A guess whose answer was lost was compared, but is not counted here.
  expect(counts[COMPARED]).toBeLessThanOrEqual(10);
  expect(await failuresOf('credential.v1.CredentialAdminService', account)).toBe(10);
});

it('compares fifty from 200 addresses, and keeps the owner in at the usual one', async () => {
  const { account, password } = await stage.person('fifty@a.tld');
  const home = freshAddress();
  const login = () =>
    outcomeOf(stage.login({ account, service: 'SERVICE_IMAP', client_ip: home, password }));
  expect(await login()).toBe(ALLOWED);
  const addresses = Array.from({ length: 200 }, freshAddress);
  const counts = countBy(
    await decideAll(400, (n) => guess(account, addresses[n % 200] ?? home, n < 200 ? 1 : 2)),
  );
  expect(Object.keys(counts).sort()).toEqual([COMPARED, LIMITED]);
  expect(counts[COMPARED]).toBeLessThanOrEqual(50);
  expect(await failuresOf('credential.v1.CredentialAdminService', account)).toBe(50);
  expect(await login()).toBe(ALLOWED);
  const elsewhere = stage.login({ account, service: 'SERVICE_IMAP', password });
  expect(await outcomeOf(elsewhere)).toBe(LIMITED);
});

it('refuses none of 50 simultaneous right logins', async () => {
  const { account, password } = await stage.person('busy@a.tld');
  const client_ip = freshAddress();
  const logins = Array.from({ length: 50 }, () =>
    outcomeOf(stage.login({ account, service: 'SERVICE_IMAP', client_ip, password })),
  );
  expect(countBy(await Promise.all(logins))).toEqual({ [ALLOWED]: 50 });
});

it('refuses no right password among wrong ones below the limit', async () => {
  const { account, password } = await stage.person('clumsy@a.tld');
  const from = freshAddress();
  const wrong = Array.from({ length: 8 }, (_, n) => guess(account, from, n));
  const right = Array.from({ length: 20 }, () =>
    outcomeOf(stage.login({ account, service: 'SERVICE_IMAP', client_ip: from, password })),
  );
  expect(countBy(await Promise.all(wrong))).toEqual({ [COMPARED]: 8 });
  expect(countBy(await Promise.all(right))).toEqual({ [ALLOWED]: 20 });
});

it('compares ten of 400 wrong codes, from one address or many, and locks the authenticator', async () => {
  const { account, app } = await stage.holder('codes@a.tld');
  const now = stage.suite.clock.now();
  const codes = wrongCodes(app, now, 400);
  const counts = countBy(
    await decideAll(400, (n) =>
      outcomeOf(stage.login({ account, password_verified: true, otp_code: codes[n] ?? '' })),
    ),
  );
  expect(Object.keys(counts).sort()).toEqual(['DENY BAD_SECOND_FACTOR', LIMITED]);
  expect(counts['DENY BAD_SECOND_FACTOR']).toBeLessThanOrEqual(10);
  expect(await failuresOf('otp.v1.OtpAdminService', account)).toBe(10);
  const { authenticators } = await stage.admin.call(
    'gatepost.otp.v1.OtpAdminService/ListAuthenticators',
    { account },
  );
  expect(authenticators[0].locked_until).not.toBeNull();
});

it('compares no more than fifty of 400 recovery codes', async () => {
  const { account } = await stage.holder('recovery@a.tld');
  const code = (n: number) =>
    `H7KM-2QPX-9${[n >> 6, (n >> 3) & 7, n & 7].map((of) => of + 2).join('')}`;
  const counts = countBy(
    await decideAll(400, (n) =>
      outcomeOf(stage.login({ account, password_verified: true, recovery_code: code(n) })),
    ),
  );
  expect(Object.keys(counts).sort()).toEqual(['DENY BAD_SECOND_FACTOR', LIMITED]);
  expect(counts['DENY BAD_SECOND_FACTOR']).toBeLessThanOrEqual(50);
  expect(await failuresOf('otp.v1.OtpAdminService', account)).toBe(50);
});
