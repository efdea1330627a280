import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import type { Parts } from '../assemble.js';
import {
  ADMIN,
  aKey,
  call,
  enrol,
  migratedTemplate,
  type OtpWorld,
  openWorld,
  subjectAt,
} from '../testing.js';
import { issueRecoveryCodes } from './issue-recovery-codes.js';
import { type RecoveryCodeToVerify, verifyRecoveryCode } from './verify-recovery-code.js';

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
const RIGHT = { verdict: 'verified', enrolled: true };
const WRONG = { verdict: 'wrong', enrolled: true };

function verify(
  code: string,
  change: Partial<RecoveryCodeToVerify> & { ip?: string } = {},
  by = otp,
) {
  const { ip = '192.0.2.1', ...rest } = change;
  return verifyRecoveryCode(
    by,
    {
      subject: subjectAt(LUCA, ip),
      code,
      attemptId: '',
      frontEnd: 'spiffe://gatepost/front-end/webmail',
      decisionId: '01936d4e-0000-7000-8000-000000000002',
      ...rest,
    },
    call(),
  );
}

const failures = async () => {
  const { rows } = await world.db.query('SELECT count(*)::int AS n FROM throttle_failure');
  return rows[0]?.n;
};

it('issues ten codes that work once each, and reports when few are left', async () => {
  await enrol(otp, LUCA);
  const codes = await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
  expect(new Set(codes).size).toBe(10);
  for (const [index, code] of codes.entries()) {
    const left = 9 - index;
    const typed = index % 2 === 0 ? code : code.toLowerCase().replaceAll('-', ' ');
    expect(await verify(typed)).toEqual({ ...RIGHT, left });
    expect(await verify(code)).toEqual(WRONG);
  }
  expect(await failures()).toBe(0);
  const left = async (what: string) =>
    (await world.events()).filter(({ type }) => type === what).map(({ data }) => data.left);
  expect(await left('recovery-code-used')).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(await left('recovery-codes-few')).toEqual([3, 2, 1, 0]);
});

it('is used by exactly one of many who try it at once, over two replicas', async () => {
  await enrol(otp, LUCA);
  const [code = ''] = await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
  const replicas = [otp, world.replica()];
  const tries = Array.from({ length: 200 }, (_, n) =>
    verify(code, { ip: `192.0.2.${n}`, attemptId: `${n}` }, replicas[n % 2]),
  );
  const verdicts = (await Promise.all(tries)).map(({ verdict }) => verdict);
  expect(verdicts.filter((verdict) => verdict === 'verified')).toHaveLength(1);
  expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(199);
  expect(await failures()).toBe(0);
});

it('gives the same attempt the same verdict for 60 s, also at once', async () => {
  await enrol(otp, LUCA);
  const [code = ''] = await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
  const tries = Array.from({ length: 20 }, () => verify(code, { attemptId: 'a' }));
  for (const outcome of await Promise.all(tries)) expect(outcome).toEqual({ ...RIGHT, left: 9 });
  world.clock.advance(59_999);
  expect(await verify(code.toLowerCase(), { attemptId: 'a' })).toEqual({ ...RIGHT, left: 9 });
  world.clock.advance(1);
  expect(await verify(code, { attemptId: 'a' })).toEqual(WRONG);
});

it('counts only what was compared and never right', async () => {
  await enrol(otp, LUCA);
  expect(await verify('AAAA-AAAA-AAAA')).toEqual(WRONG);
  await issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN });
  for (const bad of ['', '123456', 'AAAA-AAAA', 'AAAA-AAAA-AAA0']) {
    expect(await verify(bad)).toEqual(WRONG);
  }
  expect(await failures()).toBe(0);
  for (let n = 0; n < 10; n++) {
    expect((await verify('AAAA-AAAA-AAAA')).verdict).toBe('wrong');
  }
  expect(await failures()).toBe(10);
  expect((await verify('AAAA-AAAA-AAAA')).verdict).toBe('rate-limited');
});

it('recognises codes under the key they were made with, and stores none in the clear', async () => {
  await enrol(otp, LUCA);
  const old = aKey('old');
  const before = world.replica({ ring: keyRing([old], systemRandom) });
  const after = world.replica({ ring: keyRing([old, aKey('new')], systemRandom) });
  const codes = await issueRecoveryCodes(before, { account: LUCA, actor: ADMIN });
  expect((await verify(codes[0] ?? '', {}, after)).verdict).toBe('verified');
  const { rows } = await world.db.query('SELECT * FROM recovery_code');
  expect(rows).toHaveLength(10);
  const kept = rows.map((row) => (row.hash as Buffer).toString('latin1')).join();
  for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''));
  // The hash of a code depends on the account.
  await world.db.query("INSERT INTO holder VALUES ('anna@a.tld')");
  await enrol(otp, 'anna@a.tld');
  await world.db.query("UPDATE recovery_code SET account = 'anna@a.tld'");
  const asAnna = { subject: subjectAt('anna@a.tld', '192.0.2.1') };
  expect(await verify(codes[1] ?? '', asAnna, after)).toEqual(WRONG);
});

it('is refused to an account without an authenticator', async () => {
  await expect(issueRecoveryCodes(otp, { account: LUCA, actor: ADMIN })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
  });
  expect(await verify('AAAA-AAAA-AAAA')).toEqual({ verdict: 'wrong', enrolled: false });
});
