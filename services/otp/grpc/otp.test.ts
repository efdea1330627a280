import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { Verdict } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  OtpAdminServiceService as Admin,
  Algorithm,
  OtpEnrollmentServiceService as Enrollment,
  OtpServiceService as Otp,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import {
  type Served,
  serveToCallers,
  type TestCaller,
} from '../../../libs/grpc/testing/serve-to-callers.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import {
  generateTicketKey,
  issueTicket,
  readTicketKey,
  readTicketKeys,
  refuseTicket,
} from '../../../libs/ticket/index.js';
import { encodeBase32 } from '../core/base32.js';
import { parseOtpauthUri } from '../core/parse-otpauth-uri.js';
import { codeAt, stepAt } from '../core/totp.js';
import { migratedTemplate, type OtpWorld, openWorld } from '../testing.js';
import { adminService } from './admin-service.js';
import { enrollmentService } from './enrollment-service.js';
import { otpService } from './otp-service.js';

const rpcs = (service: string) => [`gatepost.otp.v1.${service}/*`];
const CALLERS: readonly TestCaller[] = [
  { role: 'service', name: 'policy', rpcs: rpcs('OtpService'), domains: ['*'] },
  { role: 'front-end', name: 'webmail', rpcs: rpcs('OtpEnrollmentService'), domains: ['*'] },
  { role: 'front-end', name: 'other', rpcs: rpcs('OtpEnrollmentService'), domains: ['b.tld'] },
  { role: 'admin', name: 'root', rpcs: rpcs('OtpAdminService'), domains: ['*'] },
  { role: 'admin', name: 'corp', rpcs: rpcs('OtpAdminService'), domains: ['a.tld'] },
];

const pem = generateTicketKey();
const signing = readTicketKey(pem.privatePem);
const disownPem = generateTicketKey();
const disowning = readTicketKey(disownPem.privatePem);
let postgres: TestPostgres;
let world: OtpWorld;
let served: Served;
const as = (name: string) => served.as(name);

/** Accounts whose tickets come from a login before their not-before. */
const tooEarly = new Set<string>();
const checkTicket: TicketCheck = async (ticket) => {
  if (tooEarly.has(ticket.account)) throw refuseTicket('too early');
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  served = await serveToCallers({
    service: 'otp',
    callers: CALLERS,
    assemble: (log) => {
      const parts = {
        ...world.replica({ log }),
        ticketKeys: readTicketKeys([pem.publicPem]),
        disownKeys: readTicketKeys([disownPem.publicPem]),
        checkTicket,
      };
      return [otpService(parts), enrollmentService(parts), adminService(parts)];
    },
  });
});
afterAll(async () => {
  await served.close();
  await world.close();
  await postgres.stop();
});

let account = '';
let made = 0;
beforeEach(() => {
  made += 1;
  account = `u${made}@a.tld`;
});

const FAST = { deadlineMs: 60_000 };
const ticket = async (purpose: 'enrol' | 'manage', frontEnd = 'webmail') => {
  const claims = {
    jti: systemRandom.id(),
    account,
    frontEnd: `spiffe://gatepost/front-end/${frontEnd}`,
    purpose,
    decisionId: systemRandom.id(),
    loginBegunAt: world.clock.now(),
    stores: ['otp'] as const,
    oneFactor: false,
  };
  return (await issueTicket({ key: signing, claims, now: world.clock.now() })).token;
};

const WISH = { label: 'phone', algorithm: Algorithm.UNSPECIFIED, digits: 0, periodSeconds: 0 };
const begin = async (wish: object = {}, purpose: 'enrol' | 'manage' = 'enrol') =>
  as('webmail').unary(
    Enrollment.beginEnrollment,
    { ticket: await ticket(purpose), ...WISH, ...wish },
    FAST,
  );

function codeOf(otpauthUri: string, steps = 0): string {
  const parsed = parseOtpauthUri(otpauthUri);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { secret, parameters } = parsed.value;
  return codeAt(secret, stepAt(world.clock.now(), parameters.period) + steps, parameters);
}

const attempt = (change: object = {}) => ({
  account,
  code: '000000',
  authenticatorId: '',
  clientIp: '192.0.2.1',
  attemptId: '',
  frontEnd: 'spiffe://gatepost/front-end/webmail',
  decisionId: systemRandom.id(),
  ...change,
});
const verify = (change: object) => as('policy').unary(Otp.verifyCode, attempt(change), FAST);
const actor = { onBehalfOf: 'olga', comment: 'phone lost' };

describe('over gRPC', () => {
  it('enrols, verifies, recovers, resets', async () => {
    const begun = await begin({ algorithm: Algorithm.SHA512, digits: 8, periodSeconds: 60 });
    expect(begun.expiresAt?.getTime()).toBe(world.clock.now() + 600_000);
    const { authenticatorId, confirmationToken } = begun;
    const { recoveryCodes } = await as('webmail').unary(
      Enrollment.confirmEnrollment,
      {
        authenticatorId,
        confirmationToken,
        code: codeOf(begun.otpauthUri),
        keepAppPasswords: false,
      },
      FAST,
    );
    expect(
      await as('policy').unary(Otp.getEnrollment, { account, withRecoveryCodes: true }, FAST),
    ).toMatchObject({
      enrolled: true,
      authenticators: [{ id: authenticatorId, label: 'phone', createdAt: undefined }],
      recoveryCodesLeft: 10,
    });
    const code = codeOf(begun.otpauthUri, 1);
    const told = { enrolled: true, retryAfterSeconds: 0 };
    const right = { verdict: Verdict.VERIFIED, authenticatorId, ...told };
    expect(await verify({ code })).toEqual(right);
    const wrong = { verdict: Verdict.WRONG, authenticatorId: '', ...told };
    expect(await verify({ code })).toEqual(wrong);
    const recovery = { ...attempt(), code: recoveryCodes[0] ?? '' };
    expect(await as('policy').unary(Otp.verifyRecoveryCode, recovery, FAST)).toEqual({
      verdict: Verdict.VERIFIED,
      left: 9,
      ...told,
    });
    const listed = await as('corp').unary(Admin.listAuthenticators, { account }, FAST);
    expect(listed).toMatchObject({
      authenticators: [{ algorithm: Algorithm.SHA512, digits: 8, periodSeconds: 60 }],
      recoveryCodesLeft: 9,
    });
    expect(await as('corp').unary(Admin.resetAccount, { account, actor }, FAST)).toEqual({
      removed: 1,
      trustRevocationPending: false,
    });
    expect(await verify({ code })).toEqual({ ...wrong, enrolled: false });

    const said = served.lines.join('');
    const secrets = [begun.secretBase32, confirmationToken, code, ...recoveryCodes];
    for (const secret of secrets) expect(said).not.toContain(secret);
  });

  it('suspends what was added since a disowned sign-in, once, and keeps what is older', async () => {
    const enrolled = async (purpose: 'enrol' | 'manage') => {
      const begun = await begin({}, purpose);
      const { authenticatorId, confirmationToken } = begun;
      const code = codeOf(begun.otpauthUri);
      const first = { authenticatorId, confirmationToken, code, keepAppPasswords: false };
      await as('webmail').unary(Enrollment.confirmEnrollment, first, FAST);
      return begun;
    };
    const own = await enrolled('enrol');
    world.clock.advance(60_000);
    const since = world.clock.now();
    const foreign = await enrolled('manage');
    const disown = async (key = disowning, change: object = {}) => {
      const claims = {
        ...{ jti: systemRandom.id(), account, frontEnd: 'spiffe://gatepost/front-end/webmail' },
        ...{ purpose: 'disown' as const, stores: ['otp'] as const, oneFactor: false },
        ...{ decisionId: systemRandom.id(), loginBegunAt: since, ...change },
      };
      const { token } = await issueTicket({ key, claims, now: world.clock.now() });
      return as('webmail').unary(Enrollment.disownAuthenticators, { ticket: token }, FAST);
    };
    // A ticket that policy signed is refused, and so is one of another purpose.
    await expect(disown(signing)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(disown(disowning, { purpose: 'manage' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const jti = systemRandom.id();
    expect(await disown(disowning, { jti })).toEqual({ suspended: 1 });
    expect((await verify({ code: codeOf(foreign.otpauthUri, 1) })).verdict).toBe(Verdict.WRONG);
    expect((await verify({ code: codeOf(own.otpauthUri, 1) })).verdict).toBe(Verdict.VERIFIED);
    const { authenticatorId } = foreign;
    const restore = { account, authenticatorId, actor };
    await as('corp').unary(Admin.restoreAuthenticator, restore, FAST);
    expect(await disown(disowning, { jti })).toEqual({ suspended: 0 });
    world.clock.advance(60_000);
    expect((await verify({ code: codeOf(foreign.otpauthUri) })).verdict).toBe(Verdict.VERIFIED);
  });

  it('counts an account as enrolled even if its only authenticator is suspended', async () => {
    const begun = await begin();
    const { authenticatorId, confirmationToken } = begun;
    const code = codeOf(begun.otpauthUri);
    const first = { authenticatorId, confirmationToken, code, keepAppPasswords: false };
    const { recoveryCodes } = await as('webmail').unary(Enrollment.confirmEnrollment, first, FAST);
    const claims = {
      ...{ jti: systemRandom.id(), account, frontEnd: 'spiffe://gatepost/front-end/webmail' },
      ...{ purpose: 'disown' as const, stores: ['otp'] as const, oneFactor: false },
      ...{ decisionId: systemRandom.id(), loginBegunAt: world.clock.now() },
    };
    const { token } = await issueTicket({ key: disowning, claims, now: world.clock.now() });
    await as('webmail').unary(Enrollment.disownAuthenticators, { ticket: token }, FAST);
    const enrolment = await as('policy').unary(
      Otp.getEnrollment,
      { account, withRecoveryCodes: true },
      FAST,
    );
    // Recovery codes made since then are void too, so nothing of the account verifies.
    expect(enrolment).toEqual({ enrolled: true, authenticators: [], recoveryCodesLeft: 0 });
    expect((await verify({ code: codeOf(begun.otpauthUri, 1) })).verdict).toBe(Verdict.WRONG);
    const recovery = { ...attempt(), code: recoveryCodes[0] ?? '' };
    const used = await as('policy').unary(Otp.verifyRecoveryCode, recovery, FAST);
    expect(used.verdict).toBe(Verdict.WRONG);
    // Disowning makes no room for a first authenticator.
    const again = begin();
    await expect(again).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('imports an authenticator and reseals it', async () => {
    const secret = encodeBase32(systemRandom.bytes(20));
    const otpauthUri = Buffer.from(`otpauth://totp/Old:x?secret=${secret}`);
    const request = { account, otpauthUri, entry: '', actor };
    const { authenticatorId } = await as('corp').unary(Admin.importAuthenticator, request, FAST);
    expect((await verify({ code: codeOf(otpauthUri.toString()) })).authenticatorId).toBe(
      authenticatorId,
    );
    const seen = [];
    for await (const progress of as('root').serverStream(Admin.rotateKeys, { actor })) {
      seen.push(progress);
    }
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total);
    expect(served.lines.join('')).not.toContain(secret);
  });

  it('resynchronises a drifted authenticator for the person, by two codes in a row', async () => {
    const secret = encodeBase32(systemRandom.bytes(20));
    const uri = `otpauth://totp/Fob:x?secret=${secret}`;
    const fob = { account, otpauthUri: Buffer.from(uri), entry: '', actor };
    const { authenticatorId } = await as('corp').unary(Admin.importAuthenticator, fob, FAST);
    const resync = (token: string, steps: readonly [number, number], change: object = {}) =>
      as('webmail').unary(
        Enrollment.resynchroniseOwnAuthenticator,
        {
          ...{ ticket: token, authenticatorId },
          ...{ firstCode: codeOf(uri, steps[0]), secondCode: codeOf(uri, steps[1]) },
          ...change,
        },
        FAST,
      );
    const [off, wrong] = [
      [40, 41],
      [40, 42],
    ] as const;
    expect(await verify({ code: codeOf(uri, 41) })).toMatchObject({ verdict: Verdict.WRONG });
    const refused = { code: 'INVALID_ARGUMENT', violations: [{ field: 'second_code' }] };
    const denied = { code: 'PERMISSION_DENIED' };
    await expect(resync(await ticket('enrol'), off)).rejects.toMatchObject(denied);
    const other = { authenticatorId: systemRandom.id() };
    await expect(resync(await ticket('manage'), off, other)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    // A mistyped code does not use up the ticket, until there are too many.
    const own = await ticket('manage');
    await expect(resync(own, wrong)).rejects.toMatchObject(refused);
    expect(await resync(own, off)).toEqual({ driftSeconds: 41 * 30 });
    await expect(resync(own, [43, 44])).rejects.toMatchObject(denied);
    world.clock.advance(60_000);
    expect(await verify({ code: codeOf(uri, 41) })).toMatchObject({ verdict: Verdict.VERIFIED });

    const guessing = await ticket('manage');
    for (let n = 0; n < 10; n++) {
      await expect(resync(guessing, wrong)).rejects.toMatchObject(refused);
    }
    await expect(resync(guessing, [60, 61])).rejects.toMatchObject(denied);
    const once = await ticket('manage');
    await expect(resync(once, wrong)).rejects.toMatchObject(refused);
    await expect(resync(once, [60, 61])).rejects.toMatchObject(denied);
    expect(await resync(await ticket('manage'), [60, 61])).toEqual({ driftSeconds: 61 * 30 });
    expect(served.lines.join('')).not.toContain(codeOf(uri, 61));
  });

  it('pages through throttles, and clears them', async () => {
    await as('webmail').unary(
      Enrollment.confirmEnrollment,
      await begin().then(({ authenticatorId, confirmationToken, otpauthUri }) => ({
        authenticatorId,
        confirmationToken,
        code: codeOf(otpauthUri),
        keepAppPasswords: false,
      })),
      FAST,
    );
    for (const n of [1, 2, 3]) await verify({ code: `00000${n}`, clientIp: `2001:db8:${n}::1` });
    const list = (token: string) =>
      as('corp').unary(
        Admin.listThrottles,
        { account, domain: '', page: { size: 3, token } },
        FAST,
      );
    const first = await list('');
    expect(first.throttles.map(({ scope }) => scope)).toEqual(Array(3).fill('account+address'));
    const second = await list(first.nextToken);
    expect(second.throttles).toMatchObject([{ scope: 'account', failures: 3, limit: 50 }]);
    expect(second.nextToken).toBe('');
    const clear = { account, clientIp: '', actor };
    expect(await as('corp').unary(Admin.clearThrottle, clear, FAST)).toEqual({ cleared: 3 });
    await expect(list('x')).rejects.toMatchObject({ violations: [{ field: 'page.token' }] });
  });
});

describe('is refused', () => {
  const ofWebmail = (name: string) => async () =>
    as(name).unary(Enrollment.listOwnAuthenticators, { ticket: await ticket('manage') }, FAST);

  it.each([
    ['a ticket of another front-end', ofWebmail('other')],
    [
      "a ticket of a login that began before the account's not-before",
      async () => {
        tooEarly.add(account);
        return ofWebmail('webmail')();
      },
    ],
    [
      'a ticket of another purpose',
      async () =>
        as('webmail').unary(
          Enrollment.listOwnAuthenticators,
          { ticket: await ticket('enrol') },
          FAST,
        ),
    ],
    [
      'a front-end that has no ticket',
      () => as('webmail').unary(Enrollment.listOwnAuthenticators, { ticket: '' }, FAST),
    ],
    [
      'a front-end for a domain that is not its own',
      async () => {
        const own = { ticket: await ticket('manage', 'other') };
        return as('other').unary(Enrollment.listOwnAuthenticators, own, FAST);
      },
    ],
    ['a front-end that verifies', () => as('webmail').unary(Otp.verifyCode, attempt(), FAST)],
    [
      'an administrator of another domain',
      () => as('corp').unary(Admin.resetAccount, { account: 'x@b.tld', actor }, FAST),
    ],
    [
      'an administrator of one domain who would seal all secrets',
      async () => {
        for await (const _ of as('corp').serverStream(Admin.rotateKeys, { actor }));
      },
    ],
    [
      'an administrator of one domain who would see addresses',
      () =>
        as('corp').unary(Admin.listThrottles, { account: '', domain: '', page: undefined }, FAST),
    ],
    [
      'an administrator of one domain who would clear an address',
      () =>
        as('corp').unary(Admin.clearThrottle, { account: '', clientIp: '192.0.2.1', actor }, FAST),
    ],
  ])('%s', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it.each([
    ['account', () => verify({ account: 'a b@a.tld' })],
    ['client_ip', () => verify({ clientIp: '010.0.0.1' })],
    ['code', () => verify({ code: 'x'.repeat(65) })],
    ['authenticator_id', () => verify({ authenticatorId: 'x' })],
    ['decision_id', () => verify({ decisionId: '' })],
    ['front_end', () => verify({ frontEnd: '' })],
    ['label', () => begin({ label: '' })],
    ['label', () => begin({ label: 'é'.repeat(33) })],
    ['digits', () => begin({ digits: 7 })],
    ['period_seconds', () => begin({ periodSeconds: 15 })],
    ['algorithm', () => begin({ algorithm: 9 as Algorithm })],
    [
      'actor.comment',
      () =>
        as('root').unary(
          Admin.resetAccount,
          { account, actor: { onBehalfOf: '', comment: ' ' } },
          FAST,
        ),
    ],
    [
      'otpauth_uri',
      () =>
        as('root').unary(
          Admin.importAuthenticator,
          { account, otpauthUri: Buffer.from('otpauth://hotp/x?secret=AAAA'), entry: '', actor },
          FAST,
        ),
    ],
    [
      'account',
      () => as('root').unary(Admin.clearThrottle, { account: '', clientIp: '', actor }, FAST),
    ],
  ])('a request with a wrong %s', async (field, call) => {
    await expect(call()).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field }],
    });
  });
});
