import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { systemRandom } from '../../../libs/random/index.js';
import type { Parts } from '../assemble.js';
import { parseOtpauthUri } from '../core/parse-otpauth-uri.js';
import { codeAt, stepAt } from '../core/totp.js';
import type { Ticket } from '../ports.js';
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
import { type Begun, beginEnrollment } from './begin-enrollment.js';
import { confirmEnrollment } from './confirm-enrollment.js';
import { getEnrollment } from './get-enrollment.js';
import { listOwnAuthenticators } from './list-authenticators.js';
import { issuePasskeyRecoveryCodes, notePasskeys } from './passkey-holder.js';
import { removeOwnAuthenticator } from './remove-own-authenticator.js';
import { renameOwnAuthenticator } from './rename-own-authenticator.js';
import { replaceRecoveryCodes } from './replace-recovery-codes.js';
import { resetAccount } from './reset-account.js';
import { verifyCode } from './verify-code.js';
import { verifyRecoveryCode } from './verify-recovery-code.js';

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
const PLAIN = { algorithm: 'sha1', digits: 6, period: 30 } as const;

function ticket(purpose: 'enrol' | 'manage', change: Partial<Ticket> = {}): Ticket {
  return {
    jti: systemRandom.id(),
    account: LUCA,
    purpose,
    frontEnd: FRONT_END,
    decisionId: '01936d4e-0000-7000-8000-000000000002',
    issuedAt: world.clock.now(),
    expiresAt: world.clock.now() + 300_000,
    ...change,
  };
}

const begin = (purpose: 'enrol' | 'manage' = 'enrol') =>
  beginEnrollment(otp, { ticket: ticket(purpose), label: 'phone', parameters: PLAIN });

/** The code that an app which scanned the URI shows. */
function shown({ otpauthUri }: Begun, steps = 0): string {
  const parsed = parseOtpauthUri(otpauthUri);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { secret, parameters } = parsed.value;
  return codeAt(secret, stepAt(world.clock.now(), parameters.period) + steps, parameters);
}

const confirm = (begun: Begun, code: string, change: object = {}) =>
  confirmEnrollment(otp, {
    authenticatorId: begun.authenticatorId,
    confirmationToken: begun.confirmationToken,
    code,
    keepAppPasswords: false,
    frontEnd: FRONT_END,
    ...change,
  });

const verify = (code: string) =>
  verifyCode(
    otp,
    {
      subject: subjectAt(LUCA, '192.0.2.1'),
      code,
      authenticatorId: '',
      attemptId: 'a',
      frontEnd: FRONT_END,
      decisionId: systemRandom.id(),
    },
    call(),
  );

const recover = (code: string) =>
  verifyRecoveryCode(
    otp,
    {
      subject: subjectAt(LUCA, '192.0.2.1'),
      code,
      attemptId: '',
      frontEnd: FRONT_END,
      decisionId: systemRandom.id(),
    },
    call(),
  );

describe('an authenticator', () => {
  it('is active once a code has confirmed it, and the code is used up', async () => {
    const begun = await begin();
    expect(begun.qrSvg.toString()).toContain('<svg');
    expect(begun.qrPng.subarray(1, 4).toString()).toBe('PNG');
    expect(begun.otpauthUri).toContain(
      `Example%3A%20Mail:luca%40a.tld?secret=${begun.secretBase32}`,
    );
    expect(await verify(shown(begun))).toEqual({ verdict: 'wrong', enrolled: false });
    expect(await getEnrollment(otp, { account: LUCA })).toEqual({
      enrolled: false,
      authenticators: [],
      recoveryCodesLeft: 0,
    });
    const codes = await confirm(begun, shown(begun));
    expect(codes).toHaveLength(10);
    expect(await getEnrollment(otp, { account: LUCA })).toEqual({
      enrolled: true,
      authenticators: [{ id: begun.authenticatorId, label: 'phone' }],
      recoveryCodesLeft: 0,
    });
    expect((await verify(shown(begun))).verdict).toBe('wrong');
    expect((await verify(shown(begun, 1))).verdict).toBe('verified');
    await expect(confirm(begun, shown(begun, -1))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const events = await world.events();
    expect(events.map(({ type }) => type)).toEqual([
      'enrolment-begun',
      'authenticator-confirmed',
      'recovery-codes-issued',
    ]);
    const told = JSON.stringify(events);
    for (const secret of [begun.secretBase32, begun.confirmationToken, ...codes]) {
      expect(told).not.toContain(secret);
    }
  });

  it.each(['sha1', 'sha256', 'sha512'] as const)('may use %s', async (algorithm) => {
    const parameters = { algorithm, digits: 8, period: 60 } as const;
    const begun = await beginEnrollment(otp, { ticket: ticket('enrol'), label: 'x', parameters });
    expect(await confirm(begun, shown(begun))).toHaveLength(10);
  });

  it('ends what one factor earned if it is the first, as the person chose, and nothing otherwise', async () => {
    const told: unknown[] = [];
    const trustStore = { setNotBefore: async (ask: object) => void told.push(ask) };
    const replica = world.replica({ trustStore });
    const confirmed = (begun: Begun, keepAppPasswords: boolean) =>
      confirmEnrollment(replica, {
        ...{ authenticatorId: begun.authenticatorId, confirmationToken: begun.confirmationToken },
        ...{ code: shown(begun), keepAppPasswords, frontEnd: FRONT_END },
      });
    await confirmed(await begin(), true);
    const reason = expect.stringMatching(/^first-enrolment-kept:[0-9a-f-]{36}$/);
    expect(told).toMatchObject([{ owner: LUCA, reason, actor: FRONT_END }]);
    world.clock.advance(30_000);
    await confirmed(await begin('manage'), false);
    expect(told).toHaveLength(1);
  });

  it('added to a passkey ends nothing, and existing recovery codes stay', async () => {
    const told: unknown[] = [];
    const trustStore = { setNotBefore: async (ask: object) => void told.push(ask) };
    const replica = world.replica({ trustStore });
    const { codes } = await issuePasskeyRecoveryCodes(replica, {
      ...{ account: LUCA, frontEnd: FRONT_END, decisionId: systemRandom.id() },
    });
    await notePasskeys(replica, { account: LUCA, hasPasskeys: true });
    const begun = await begin('manage');
    const fresh = await confirmEnrollment(replica, {
      ...{ authenticatorId: begun.authenticatorId, confirmationToken: begun.confirmationToken },
      ...{ code: shown(begun), keepAppPasswords: false, frontEnd: FRONT_END },
    });
    expect(fresh).toEqual([]);
    expect(told).toEqual([]);
    for (const code of codes) expect((await recover(code)).verdict).toBe('verified');
    // If no codes are left, a new authenticator brings new ones; it ends nothing either.
    const second = await begin('manage');
    world.clock.advance(30_000);
    expect(await confirm(second, shown(second))).toHaveLength(10);
    expect(told).toEqual([]);
  });

  it('expires if it is not confirmed in time, even without a sweep', async () => {
    const begun = await begin();
    world.clock.set(begun.expiresAt);
    await expect(confirm(begun, shown(begun))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await otp.sweeps.enrolments?.(world.clock.now(), 10)).toBe(1);
    const { count } = await world.db.query('SELECT FROM authenticator');
    expect(count).toBe(0);
  });

  it('is confirmed only with its token, by the front-end that began it, in ten tries', async () => {
    const begun = await begin();
    const stranger = { frontEnd: 'spiffe://gatepost/front-end/other' };
    const guess = { confirmationToken: 'x' };
    const unknown = { authenticatorId: systemRandom.id() };
    for (const change of [stranger, guess, unknown]) {
      await expect(confirm(begun, shown(begun), change)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    const wrong = shown(begun, 5);
    for (let n = 0; n < 9; n++) {
      await expect(confirm(begun, wrong)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        violations: [{ field: 'code' }],
      });
    }
    const second = await begin();
    await expect(confirm(begun, wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(confirm(begun, shown(begun))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await confirm(second, shown(second))).toHaveLength(10);
  });
});

describe('a ticket', () => {
  it('works once, whatever it is used for', async () => {
    const used = ticket('manage');
    const first = await beginEnrollment(otp, { ticket: used, label: 'a', parameters: PLAIN });
    await confirm(first, shown(first));
    const authenticatorId = first.authenticatorId;
    const uses = [
      () => beginEnrollment(otp, { ticket: used, label: 'b', parameters: PLAIN }),
      () => listOwnAuthenticators(otp, { ticket: used }),
      () => removeOwnAuthenticator(otp, { ticket: used, authenticatorId }),
      () => replaceRecoveryCodes(otp, { ticket: used }),
    ];
    const before = (await world.events()).length;
    for (const use of uses)
      await expect(use()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    // A refused call records no event.
    expect(await world.events()).toHaveLength(before);
    const fresh = ticket('manage');
    const both = [0, 1].map(() => listOwnAuthenticators(otp, { ticket: fresh }));
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of purpose `enrol` makes a first authenticator, and never a second', async () => {
    const attacker = await begin('enrol');
    const begun = await begin('enrol');
    await confirm(begun, shown(begun));
    await expect(confirm(attacker, shown(attacker))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    await expect(begin('enrol')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const second = await begin('manage');
    expect(await confirm(second, shown(second))).toEqual([]);
  });

  it('stays usable if the call was refused', async () => {
    await enrol(otp, LUCA);
    const again = ticket('manage');
    const none = { ticket: again, authenticatorId: systemRandom.id() };
    await expect(removeOwnAuthenticator(otp, none)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listOwnAuthenticators(otp, { ticket: again })).authenticators).toHaveLength(1);
  });

  it('from before a reset is refused', async () => {
    await enrol(otp, LUCA);
    const stolen = ticket('manage');
    const pending = await begin('manage');
    world.clock.advance(1000);
    await resetAccount(otp, { account: LUCA, actor: ADMIN });
    const use = beginEnrollment(otp, { ticket: stolen, label: 'mine', parameters: PLAIN });
    await expect(use).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(confirm(pending, shown(pending))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const begun = await begin('enrol');
    expect(await confirm(begun, shown(begun))).toHaveLength(10);
  });

  it('renames only the person’s own authenticator, once', async () => {
    const phone = await enrol(otp, LUCA);
    const mine = ticket('manage');
    const rename = (by: typeof mine) =>
      renameOwnAuthenticator(otp, { ticket: by, authenticatorId: phone.id, label: 'old phone' });
    const theirs = rename({ ...ticket('manage'), account: 'anna@a.tld' });
    await expect(theirs).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await rename(mine);
    await expect(rename(mine)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const { authenticators } = await listOwnAuthenticators(otp, { ticket: ticket('manage') });
    expect(authenticators).toMatchObject([{ id: phone.id, label: 'old phone' }]);
    expect((await world.events()).at(-1)).toMatchObject({
      type: 'authenticator-renamed',
      data: { authenticator: { id: phone.id, label: 'old phone' } },
    });
    expect((await verify(phone.code(world.clock.now()))).verdict).toBe('verified');
  });

  it('removes an authenticator, and its recent verdicts', async () => {
    const phone = await enrol(otp, LUCA);
    await enrol(otp, LUCA);
    const code = phone.code(world.clock.now());
    expect((await verify(code)).verdict).toBe('verified');
    expect((await verify(code)).verdict).toBe('verified');
    await removeOwnAuthenticator(otp, { ticket: ticket('manage'), authenticatorId: phone.id });
    expect((await verify(code)).verdict).toBe('wrong');
  });

  it('adds at most ten authenticators, also at once', async () => {
    const settled = await Promise.allSettled(Array.from({ length: 15 }, () => begin('manage')));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });
});

describe('recovery codes', () => {
  it('are issued once, even if two first authenticators are confirmed at once', async () => {
    const begun = await Promise.all([begin('manage'), begin('manage')]);
    const given = await Promise.all(begun.map((one) => confirm(one, shown(one))));
    expect(given.map((codes) => codes.length).sort()).toEqual([0, 10]);
    const codes = given.flat();
    expect((await recover(codes[0] ?? '')).verdict).toBe('verified');
  });

  it('are replaced as a whole, and end with the last authenticator', async () => {
    const first = await begin();
    const old = await confirm(first, shown(first));
    const second = await begin('manage');
    await confirm(second, shown(second));
    const codes = await replaceRecoveryCodes(otp, { ticket: ticket('manage') });
    expect((await recover(old[0] ?? '')).verdict).toBe('wrong');
    expect((await recover(codes[0] ?? '')).verdict).toBe('verified');

    const remove = (authenticatorId: string) =>
      removeOwnAuthenticator(otp, { ticket: ticket('manage'), authenticatorId });
    await remove(first.authenticatorId);
    expect((await recover(codes[1] ?? '')).verdict).toBe('verified');
    await remove(second.authenticatorId);
    const { count } = await world.db.query('SELECT FROM recovery_code');
    expect(count).toBe(0);
    expect(await recover(codes[2] ?? '')).toEqual({ verdict: 'wrong', enrolled: false });
    const removed = (await world.events()).filter(({ type }) => type === 'authenticator-removed');
    expect(removed.map(({ data }) => data.recovery_codes)).toEqual([0, 8]);
    await expect(replaceRecoveryCodes(otp, { ticket: ticket('manage') })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
  });
});
