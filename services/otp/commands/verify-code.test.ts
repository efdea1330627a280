import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../assemble.js';
import { call, enrol, migratedTemplate, type OtpWorld, openWorld, subjectAt } from '../testing.js';
import { type CodeToVerify, verifyCode } from './verify-code.js';

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

function verify(code: string, change: Partial<CodeToVerify> & { ip?: string } = {}, by = otp) {
  const { ip = '192.0.2.1', ...rest } = change;
  return verifyCode(
    by,
    {
      subject: subjectAt(LUCA, ip),
      code,
      authenticatorId: '',
      attemptId: '',
      frontEnd: 'spiffe://gatepost/front-end/imap',
      decisionId: '01936d4e-0000-7000-8000-000000000002',
      ...rest,
    },
    call(),
  );
}

const failures = async () => {
  const { rows } = await world.db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM throttle_failure',
  );
  return rows[0]?.n;
};

describe('a code', () => {
  it('works once, within one step of the clock', async () => {
    const phone = await enrol(otp, LUCA);
    const now = world.clock.now();
    for (const steps of [-1, 1, 0]) {
      const right = { verdict: 'verified', authenticatorId: phone.id, enrolled: true };
      expect(await verify(phone.code(now, steps))).toEqual(right);
      expect(await verify(phone.code(now, steps))).toEqual({ verdict: 'wrong', enrolled: true });
    }
    for (const steps of [-2, 2]) {
      expect((await verify(phone.code(now, steps))).verdict).toBe('wrong');
    }
    expect(await failures()).toBe(2);
  });

  it('may be typed with a space, and must be of the named authenticator', async () => {
    const phone = await enrol(otp, LUCA);
    const tablet = await enrol(otp, LUCA);
    const code = phone.code(world.clock.now());
    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)}`;
    expect((await verify(spaced, { authenticatorId: tablet.id })).verdict).toBe('wrong');
    expect((await verify(spaced, { authenticatorId: phone.id })).verdict).toBe('verified');
    const elsewhere = await enrol(otp, 'anna@a.tld');
    const theirs = elsewhere.code(world.clock.now());
    expect(await verify(theirs, { authenticatorId: elsewhere.id })).toEqual({
      verdict: 'wrong',
      enrolled: true,
    });
  });

  it('succeeds for exactly one of 500 who try it at once, over two replicas', async () => {
    const phone = await enrol(otp, LUCA);
    const other = world.replica();
    const code = phone.code(world.clock.now());
    const tries = Array.from({ length: 500 }, (_, n) =>
      verify(code, { ip: `192.0.2.${n % 50}`, attemptId: `${n}` }, n % 2 === 0 ? otp : other),
    );
    const verdicts = (await Promise.all(tries)).map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'verified')).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(499);
    expect(await failures()).toBe(0);
  });

  it('never works twice, even if time goes back and used codes were swept', async () => {
    const phone = await enrol(otp, LUCA);
    const then = world.clock.now();
    expect((await verify(phone.code(then))).verdict).toBe('verified');
    world.clock.advance(8 * 24 * 3_600_000);
    expect(await otp.sweeps['used codes']?.(world.clock.now(), 100)).toBe(1);
    world.clock.set(then);
    expect((await verify(phone.code(then))).verdict).toBe('wrong');
    expect((await verify(phone.code(then, -1))).verdict).toBe('wrong');
    expect((await verify(phone.code(then, 1))).verdict).toBe('verified');
  });

  it('is refused if its secret was moved to another account, or does not open', async () => {
    const phone = await enrol(otp, LUCA);
    await enrol(otp, 'anna@a.tld');
    await world.db.query("UPDATE authenticator SET account = 'anna@a.tld' WHERE id = $1", [
      phone.id,
    ]);
    const code = phone.code(world.clock.now());
    const asAnna = { subject: subjectAt('anna@a.tld', '192.0.2.1'), authenticatorId: phone.id };
    await expect(verify(code, asAnna)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await verify(code)).toEqual({ verdict: 'wrong', enrolled: false });
  });
});

describe('the same attempt', () => {
  it('gets the same verdict for 60 s, for the same front-end, account, code and id', async () => {
    const phone = await enrol(otp, LUCA);
    const now = world.clock.now();
    const [code, wrong] = [phone.code(now), phone.wrongCode(now)];
    const right = await verify(code, { attemptId: 'a' });
    expect(right.verdict).toBe('verified');
    expect(await verify(code, { attemptId: 'a' })).toEqual(right);
    expect((await verify(code, { attemptId: 'b' })).verdict).toBe('wrong');
    const elsewhere = { attemptId: 'a', frontEnd: 'spiffe://gatepost/front-end/pop' };
    expect((await verify(code, elsewhere)).verdict).toBe('wrong');
    expect((await verify(wrong, { attemptId: 'a' })).verdict).toBe('wrong');
    expect(await failures()).toBe(1);
    expect((await verify(wrong, { attemptId: 'a' })).verdict).toBe('wrong');
    expect(await failures()).toBe(1);
    world.clock.advance(59_999);
    expect(await verify(code, { attemptId: 'a' }, world.replica())).toEqual(right);
    world.clock.advance(1);
    expect((await verify(code, { attemptId: 'a' })).verdict).toBe('wrong');
  });

  it('gets one verdict, however many ask at once', async () => {
    const phone = await enrol(otp, LUCA);
    const replicas = [otp, world.replica()];
    const code = phone.code(world.clock.now());
    const tries = Array.from({ length: 100 }, (_, n) =>
      verify(code, { attemptId: 'a' }, replicas[n % 2]),
    );
    for (const { verdict } of await Promise.all(tries)) expect(verdict).toBe('verified');
    const { count } = await world.db.query('SELECT FROM used_code');
    expect(count).toBe(1);
  });
});

describe('a wrong code', () => {
  it('locks each authenticator it was tried against after ten, until the cooldown', async () => {
    const phone = await enrol(otp, LUCA);
    const tablet = await enrol(otp, LUCA);
    const desk = await enrol(otp, LUCA, { algorithm: 'sha256', digits: 8, period: 60 });
    const now = world.clock.now();
    for (let n = 0; n < 9; n++) {
      const ip = `192.0.2.${n}`;
      expect((await verify(phone.wrongCode(now), { ip })).verdict).toBe('wrong');
    }
    const own = { authenticatorId: tablet.id };
    expect((await verify(tablet.code(now), own)).verdict).toBe('verified');
    expect((await verify(phone.wrongCode(now))).verdict).toBe('wrong');
    const locked = (await world.events()).filter(({ type }) => type === 'authenticator-locked');
    const until = new Date(now + 3_600_000).toISOString();
    expect(locked).toMatchObject([
      { data: { authenticator: { id: phone.id }, failures: 10, until, client_ip: '192.0.2.1' } },
    ]);
    const named = { authenticatorId: phone.id };
    expect((await verify(phone.code(now), named)).verdict).toBe('rate-limited');
    // Authenticators that are not locked are still tried; the locked one is not.
    expect((await verify(phone.code(now))).verdict).toBe('wrong');
    expect((await verify(tablet.code(now, 1))).verdict).toBe('verified');
    expect((await verify(desk.code(now))).verdict).toBe('verified');
    world.clock.advance(3_600_000);
    const later = world.clock.now();
    expect((await verify(phone.wrongCode(later), named)).verdict).toBe('wrong');
    expect((await verify(phone.code(later), named)).verdict).toBe('verified');
  });

  it('never has more than ten compared, however many are tried at once', async () => {
    const phone = await enrol(otp, LUCA);
    const replicas = [otp, world.replica()];
    const now = world.clock.now();
    const tries = Array.from({ length: 200 }, (_, n) =>
      verify(phone.wrongCode(now), { ip: `192.0.2.${n}` }, replicas[n % 2]),
    );
    const verdicts = (await Promise.all(tries)).map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(10);
    expect(verdicts.filter((verdict) => verdict === 'rate-limited')).toHaveLength(190);
    expect((await verify(phone.code(now))).verdict).toBe('rate-limited');
  });

  it('does not count if nothing was compared, or the code was already used', async () => {
    const phone = await enrol(otp, LUCA);
    const now = world.clock.now();
    const code = phone.code(now);
    await verify(code);
    for (const bad of [code, '', '12345', '12345678', 'abcdef1', 'x'.repeat(64)]) {
      expect(await verify(bad)).toEqual({ verdict: 'wrong', enrolled: true });
    }
    expect(await verify(code, { subject: subjectAt('pia@a.tld', '192.0.2.1') })).toEqual({
      verdict: 'wrong',
      enrolled: false,
    });
    expect(await failures()).toBe(0);
    const listed = await otp.store.authenticators(LUCA, now);
    expect(listed).toMatchObject([{ failures: 0, lockedUntil: undefined, lastUsedAt: now }]);
  });

  it('counts even if its result cannot be stored: an error is not a free guess', async () => {
    const phone = await enrol(otp, LUCA);
    await world.db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE 'no room'; END $$`);
    await world.db.query('CREATE TRIGGER r BEFORE INSERT ON outbox EXECUTE FUNCTION refuse()');
    const now = world.clock.now();
    for (let n = 0; n < 9; n++) {
      expect((await verify(phone.wrongCode(now), { ip: `192.0.2.${n}` })).verdict).toBe('wrong');
    }
    const locking = verify(phone.wrongCode(now), { ip: '192.0.2.9' });
    await expect(locking).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await failures()).toBe(10);
  });

  it('is refused over the limit before anything is compared', async () => {
    const phone = await enrol(otp, LUCA);
    const other = await enrol(otp, LUCA);
    const now = world.clock.now();
    for (let n = 0; n < 5; n++) {
      for (const { id, wrongCode } of [phone, other]) {
        expect((await verify(wrongCode(now), { authenticatorId: id })).verdict).toBe('wrong');
      }
    }
    expect(await verify(phone.code(now))).toEqual({
      ...{ verdict: 'rate-limited', enrolled: true, freeInMs: 900_000 },
    });
    expect((await verify(phone.code(now), { ip: '192.0.2.2' })).verdict).toBe('verified');
    expect(await world.events()).toContainEqual({
      type: 'throttle-locked',
      subject: 'gatepost.otp.throttle-locked.tld.a',
      data: { secret: 'code', scope: 'account+address', account: LUCA, address: '192.0.2.1' },
    });
  });
});
