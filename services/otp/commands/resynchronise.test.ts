import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { systemRandom } from '../../../libs/random/index.js';
import type { Parts } from '../assemble.js';
import {
  ADMIN,
  call,
  enrol,
  FRONT_END,
  migratedTemplate,
  type OtpWorld,
  openWorld,
  subjectAt,
} from '../testing.js';
import { resynchronise } from './resynchronise.js';
import { verifyCode } from './verify-code.js';

const LUCA = 'luca@a.tld';
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

const verify = (code: string) =>
  verifyCode(
    otp,
    {
      ...{ subject: subjectAt(LUCA, '192.0.2.1'), code, authenticatorId: '', attemptId: '' },
      ...{ frontEnd: FRONT_END, decisionId: systemRandom.id() },
    },
    call(),
  );
const resync = (authenticatorId: string, first: string, second: string) =>
  resynchronise(otp, { account: LUCA, authenticatorId, first, second, actor: ADMIN });

it.each([-100, -1, 40, 119])(
  'a clock that is off by %i steps is found by two codes in a row',
  async (off) => {
    const fob = await enrol(otp, LUCA);
    const now = () => world.clock.now();
    if (Math.abs(off) > 1) expect((await verify(fob.code(now(), off))).verdict).toBe('wrong');
    const spaced = fob.code(now(), off).replace(/^(...)/, '$1 ');
    expect(await resync(fob.id, fob.code(now(), off - 1), spaced)).toBe(off * 30);
    // Both codes are used up.
    expect((await verify(fob.code(now(), off))).verdict).toBe('wrong');
    world.clock.advance(30_000);
    expect((await verify(fob.code(now(), off))).verdict).toBe('verified');
    world.clock.advance(30_000);
    if (Math.abs(off) > 2) expect((await verify(fob.code(now()))).verdict).toBe('wrong');
    expect((await world.events()).map(({ type }) => type)).toContain(
      'authenticator-resynchronised',
    );
  },
);

it('refuses one code, two that are not consecutive, and two that were used', async () => {
  const fob = await enrol(otp, LUCA);
  const now = world.clock.now();
  const refused = { code: 'INVALID_ARGUMENT' };
  await expect(resync(fob.id, fob.code(now, 50), fob.code(now, 52))).rejects.toMatchObject(refused);
  await expect(resync(fob.id, fob.code(now, 51), fob.code(now, 50))).rejects.toMatchObject(refused);
  await expect(resync(fob.id, fob.code(now, 130), fob.code(now, 131))).rejects.toMatchObject(
    refused,
  );
  expect(await resync(fob.id, fob.code(now, 50), fob.code(now, 51))).toBe(51 * 30);
  await expect(resync(fob.id, fob.code(now, 50), fob.code(now, 51))).rejects.toMatchObject(refused);
  const other = { code: 'NOT_FOUND' };
  await expect(resync(systemRandom.id(), '000000', '000000')).rejects.toMatchObject(other);
});

it('unlocks an authenticator that was locked because of its clock', async () => {
  const fob = await enrol(otp, LUCA);
  const now = world.clock.now();
  for (let i = 0; i < 10; i++) await verify(fob.wrongCode(now));
  await resync(fob.id, fob.code(now, 9), fob.code(now, 10));
  const [listed] = await otp.store.authenticators(LUCA, now);
  expect(listed).toMatchObject({ failures: 0, lockedUntil: undefined, driftSteps: 10 });
});
