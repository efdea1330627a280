import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { unavailable } from '../../../libs/errors/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { until } from '../../../libs/testing/until.js';
import type { Parts } from '../assemble.js';
import { parseOtpauthUri } from '../core/parse-otpauth-uri.js';
import type { NotBeforeAsk } from '../ports.js';
import {
  ADMIN,
  aKey,
  call,
  enrol,
  FRONT_END,
  migratedTemplate,
  type OtpWorld,
  openWorld,
  subjectAt,
} from '../testing.js';
import { importAuthenticator } from './import-authenticator.js';
import { issueRecoveryCodes } from './issue-recovery-codes.js';
import { listAuthenticators } from './list-authenticators.js';
import { notePasskeys } from './passkey-holder.js';
import { purgeAccount } from './purge-account.js';
import { resetAccount } from './reset-account.js';
import { rotateKeys } from './rotate-keys.js';
import { unlockAuthenticator } from './unlock-authenticator.js';
import { verifyCode } from './verify-code.js';

let postgres: TestPostgres;
let template: TestDatabase;
let world: OtpWorld;
let otp: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  world = await openWorld(template);
  otp = world.replica();
});
afterEach(() => world.close());

const LUCA = 'luca@a.tld';

const verify = (code: string, { by = otp, account = LUCA, attemptId = '' } = {}) =>
  verifyCode(
    by,
    {
      subject: subjectAt(account, '192.0.2.1'),
      code,
      authenticatorId: '',
      attemptId,
      frontEnd: FRONT_END,
      decisionId: systemRandom.id(),
    },
    call(),
  );

const rowsOf = async (table: string) => (await world.db.query(`SELECT FROM ${table}`)).count;
const told = async (what: string) =>
  (await world.events()).filter(({ type }) => type === what).map(({ data }) => data);

describe('an import', () => {
  const read = (text: string) => {
    const parsed = parseOtpauthUri(text);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parsed.value;
  };
  const uri = read(
    'otpauth://totp/Old:luca@a.tld?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8',
  );

  it('is active at once, with the codes of RFC 6238', async () => {
    world.clock.set(1111111109_000);
    const id = await importAuthenticator(otp, { account: LUCA, uri, actor: ADMIN });
    expect(await verify('07081804')).toEqual({
      verdict: 'verified',
      authenticatorId: id,
      enrolled: true,
    });
    const { authenticators, recoveryCodesLeft } = await listAuthenticators(otp, { account: LUCA });
    expect(recoveryCodesLeft).toBe(0);
    expect(authenticators).toMatchObject([
      { id, label: 'Old: luca@a.tld', digits: 8, confirmedAt: 1111111109_000 },
    ]);
  });

  it('of the first authenticator ends what one factor earned; of another it ends nothing', async () => {
    const asked: NotBeforeAsk[] = [];
    otp = world.replica({
      trustStore: { setNotBefore: async (ask: NotBeforeAsk) => void asked.push(ask) },
    });
    await enrol(otp, LUCA);
    await enrol(otp, LUCA);
    const reason = 'first-enrolment';
    expect(asked).toMatchObject([{ owner: LUCA, reason, actor: ADMIN.certificate }]);
    // With a passkey, the authenticator is not the first second factor.
    await notePasskeys(otp, { account: 'anna@a.tld', hasPasskeys: true });
    await enrol(otp, 'anna@a.tld');
    expect(asked).toHaveLength(1);
  });

  it('refuses a secret that the account has, because each code would work twice', async () => {
    const both = [0, 1].map(() => importAuthenticator(otp, { account: LUCA, uri, actor: ADMIN }));
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const again = importAuthenticator(otp, { account: LUCA, uri, actor: ADMIN });
    await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await importAuthenticator(otp, { account: 'anna@a.tld', uri, actor: ADMIN });
    expect(JSON.stringify(await world.events())).not.toContain(
      uri.secret.toString('base64').slice(0, 8),
    );
  });
});

describe('an administrator', () => {
  it('unlocks an authenticator, and forgets failures', async () => {
    const phone = await enrol(otp, LUCA);
    const now = world.clock.now();
    for (let n = 0; n < 10; n++) await verify(phone.wrongCode(now));
    const unlock = (id: string) =>
      unlockAuthenticator(otp, { account: LUCA, authenticatorId: id, actor: ADMIN });
    await unlock(phone.id);
    await unlock(phone.id);
    expect(await told('authenticator-unlocked')).toHaveLength(1);
    expect((await verify(phone.code(now))).verdict).toBe('rate-limited');

    const listed = await otp.throttles.list({
      filter: { kind: 'account', account: LUCA },
      size: 9,
    });
    expect(listed).toMatchObject([
      { scope: 'account+address', account: LUCA, address: '192.0.2.1', failures: 10, limit: 10 },
      { scope: 'account', account: LUCA, failures: 10, limit: 50 },
    ]);
    const owner = { account: LUCA };
    expect(await otp.throttles.clear(owner, ADMIN)).toBe(10);
    expect(await otp.throttles.clear(owner, ADMIN)).toBe(0);
    expect(await told('throttle-cleared')).toMatchObject([{ account: LUCA, failures: 10 }]);
    expect(await told('throttle-unlocked')).toHaveLength(1);
    expect((await verify(phone.code(now))).verdict).toBe('verified');
    const unknown = unlock(systemRandom.id());
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a reset', () => {
  it('removes everything and revokes trust', async () => {
    const asked: NotBeforeAsk[] = [];
    const setNotBefore = async (ask: NotBeforeAsk) => void asked.push(ask);
    const phone = await enrol(otp, LUCA);
    await enrol(otp, LUCA);
    otp = world.replica({ trustStore: { setNotBefore } });
    await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
    const code = phone.code(world.clock.now());
    expect((await verify(code, { attemptId: 'a' })).verdict).toBe('verified');
    expect(await resetAccount(otp, { account: LUCA, actor: ADMIN })).toEqual({
      removed: 2,
      trustRevocationPending: false,
    });
    expect(asked).toMatchObject([{ owner: LUCA, reason: 'otp-reset', actor: ADMIN.certificate }]);
    expect(await rowsOf('not_before_ask')).toBe(0);
    expect(await told('reset')).toMatchObject([
      { authenticators: 2, recovery_codes: 10, actor: { comment: 'lost phone' } },
    ]);
    const after = await verify(code, { attemptId: 'a' });
    expect(after).toEqual({ verdict: 'wrong', enrolled: false });
    await enrol(otp, LUCA);
    expect((await verify(code, { attemptId: 'a' })).verdict).toBe('wrong');
  });

  it('revokes trust once trust-store is back, if it was down', async () => {
    let down = true;
    const asked: string[] = [];
    const setNotBefore = async ({ id }: NotBeforeAsk) => {
      asked.push(id);
      if (down) throw unavailable('trust-store cannot be reached');
    };
    await enrol(otp, LUCA);
    otp = world.replica({ trustStore: { setNotBefore } });
    expect(await resetAccount(otp, { account: LUCA, actor: ADMIN })).toEqual({
      removed: 1,
      trustRevocationPending: true,
    });
    const replicas = [otp, world.replica({ trustStore: { setNotBefore } })];
    const run = () => Promise.all(replicas.map(({ notBefore }) => notBefore.sendDue()));
    expect(await run()).toEqual([0, 0]);
    expect(asked).toHaveLength(1);
    world.clock.advance(400);
    expect((await run()).sort()).toEqual([0, 1]);
    expect(asked).toHaveLength(2);
    expect(await rowsOf('not_before_ask')).toBe(1);
    world.clock.advance(400);
    down = false;
    expect(await run()).toEqual([0, 0]);
    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(1);
    expect(await rowsOf('not_before_ask')).toBe(0);
  });

  it('is continued by another replica if the first one died', async () => {
    otp = world.replica({ trustStore: { setNotBefore: () => new Promise(() => {}) } });
    void resetAccount(otp, { account: LUCA, actor: ADMIN });
    await until('it is on record', async () => expect(await rowsOf('not_before_ask')).toBe(1));
    const other = world.replica();
    expect(await other.notBefore.sendDue()).toBe(0);
    expect(await rowsOf('not_before_ask')).toBe(1);
    world.clock.advance(3000);
    expect(await other.notBefore.sendDue()).toBe(0);
    expect(await rowsOf('not_before_ask')).toBe(0);
  });
});

it('purges an account completely: a new one inherits nothing', async () => {
  otp = world.replica({
    trustStore: { setNotBefore: () => Promise.reject(unavailable('down')) },
  });
  const phone = await enrol(otp, LUCA);
  await enrol(otp, 'anna@a.tld');
  await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
  const now = world.clock.now();
  await verify(phone.code(now), { attemptId: 'a' });
  await verify(phone.wrongCode(now));
  await resetAccount(otp, { account: LUCA, actor: ADMIN });
  const again = await enrol(otp, LUCA);
  const request = { account: LUCA, certificate: 'spiffe://gatepost/service/policy', actor: 'x' };
  expect(await purgeAccount(otp, request)).toBeGreaterThan(2);
  expect(await purgeAccount(otp, request)).toBe(0);
  expect(await purgeAccount(otp, { ...request, account: 'pia@a.tld' })).toBe(0);
  expect(await told('purged')).toHaveLength(1);
  world.clock.advance(3_600_000);
  expect(await otp.sweeps.accounts?.(world.clock.now(), 10)).toBe(1);
  const { rows } = await world.db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'otp' AND column_name = 'account'`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const { name } of rows) {
    const left = await world.db.query(`SELECT FROM ${name} WHERE account = $1`, [LUCA]);
    expect([name, left.count]).toEqual([name, 0]);
  }
  expect(await verify(again.code(world.clock.now()))).toEqual({
    verdict: 'wrong',
    enrolled: false,
  });
  expect(await rowsOf('authenticator')).toBe(1);
});

describe('rotating keys', () => {
  const [old, next] = [aKey('old'), aKey('next')];
  const older = () => world.replica({ ring: keyRing([old], systemRandom) });
  const newer = () => world.replica({ ring: keyRing([old, next], systemRandom) });
  const underNewKeyOnly = () => world.replica({ ring: keyRing([next], systemRandom) });

  it('runs while codes are verified, and can be interrupted and resumed', async () => {
    const before = older();
    const accounts = Array.from({ length: 250 }, (_, n) => `u${n}@a.tld`);
    const phones = await Promise.all(accounts.map((account) => enrol(before, account)));
    const after = newer();
    const firstRun = rotateKeys(after, { actor: ADMIN });
    expect((await firstRun.next()).value).toEqual({ done: 0, total: 250 });
    expect((await firstRun.next()).value).toEqual({ done: 100, total: 250 });
    await firstRun.return(undefined);

    const now = world.clock.now();
    const verifying = Promise.all(
      phones.map((phone, n) => verify(phone.code(now), { by: after, account: accounts[n] ?? '' })),
    );
    const progress = [];
    for await (const { done } of rotateKeys(after, { actor: ADMIN })) progress.push(done);
    expect(progress).toEqual([100, 200, 250]);
    for (const { verdict } of await verifying) expect(verdict).toBe('verified');
    expect(await told('keys-rotated')).toMatchObject([{ key_id: 'next', sealed: 150 }]);

    const alone = underNewKeyOnly();
    for (const [n, phone] of phones.slice(0, 20).entries()) {
      const account = accounts[n] ?? '';
      expect((await verify(phone.code(now, 1), { by: alone, account })).verdict).toBe('verified');
    }
  });

  it('skips secrets that do not open, and says so at the end', async () => {
    const before = older();
    const [broken, whole] = [await enrol(before, LUCA), await enrol(before, 'anna@a.tld')];
    await world.db.query(
      `UPDATE authenticator SET sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20))
       WHERE id = $1`,
      [broken.id],
    );
    const all = async () => {
      for await (const _ of rotateKeys(newer(), { actor: ADMIN }));
    };
    await expect(all()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const code = whole.code(world.clock.now());
    const outcome = await verify(code, { by: underNewKeyOnly(), account: 'anna@a.tld' });
    expect(outcome.verdict).toBe('verified');
  });
});

it('sweeps only old rows, in batches', async () => {
  const phone = await enrol(otp, LUCA);
  const now = world.clock.now();
  await verify(phone.code(now), { attemptId: 'a' });
  for (const sweep of Object.values(otp.sweeps)) await sweep(now, 10);
  expect(
    await Promise.all(['authenticator', 'attempt', 'used_code', 'holder'].map(rowsOf)),
  ).toEqual([1, 1, 1, 1]);
  world.clock.advance(11 * 60_000);
  expect(await otp.sweeps.attempts?.(world.clock.now(), 10)).toBe(1);
  expect(await otp.sweeps['used codes']?.(world.clock.now(), 10)).toBe(0);
});
