import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { unavailable } from '../../../libs/errors/index.js';
import { type Answering, softwarePasskey } from '../../../libs/testing/software-authenticator.js';
import type { Parts } from '../assemble.js';
import {
  FRONT_END,
  HOST,
  migratedTemplate,
  ORIGIN,
  openWorld,
  RECOVERY_CODES,
  register,
  signIn,
  ticketOf,
  type World,
} from '../testing.js';
import { beginRegistration } from './begin-registration.js';
import { confirmRegistration } from './confirm-registration.js';
import { finishRegistration } from './finish-registration.js';
import { listOwnPasskeys, removeOwnPasskey, renameOwnPasskey } from './own-passkeys.js';
import { purgeAccount } from './purge-account.js';
import { removePasskeys } from './remove-passkeys.js';

let postgres: TestPostgres;
let template: TestDatabase;
let world: World;
let parts: Parts;
let unique = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
  world = await openWorld(template);
  parts = world.replica();
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

function someone(): string {
  unique += 1;
  return `p${unique}@k.example`;
}

const formatOf = (format: string) => ({ format, statement: new Map<string, unknown>() });
const SELF = new Map<string, unknown>([
  ['alg', -7],
  ['sig', new Uint8Array(70)],
]);
/** A statement with a maker's certificate, whose content is not read. */
const CERTIFIED = {
  format: 'packed',
  statement: new Map<string, unknown>([...SELF, ['x5c', [new Uint8Array(100)]]]),
};
/** `{ fmt: 'none', attStmt: {}, authData: h'' }` in CBOR. */
const NO_AUTHENTICATOR_DATA = Buffer.from(
  'a363666d74646e6f6e656761747453746d74a068617574684461746140',
  'hex',
).toString('base64url');

const refused = { verdict: 'wrong', failedCheck: 'credential' };

/** WebAuthn Level 3 section 7.1: one test a step that can fail. */
describe('the steps of section 7.1', () => {
  it.each<[string, string, Partial<Answering>]>([
    ['3: it is an answer of a public key', 'malformed', { tamper: (json) => (json.type = 'pin') }],
    [
      '6: the client data is JSON',
      'malformed',
      { tamper: ({ response }) => (response.clientDataJSON = 'bm9uc2Vuc2U') },
    ],
    ['7: the type is webauthn.create', 'type', { type: 'webauthn.get' }],
    ['8: the challenge is the one of the registration', 'challenge', { challenge: 'AAAA' }],
    ['9: the origin is this host’s', 'origin', { origin: 'https://evil.example', rpId: HOST }],
    ['10: no page of ours is in a frame of another’s', 'cross-origin', { crossOrigin: true }],
    ['11: no top origin is expected', 'cross-origin', { topOrigin: 'https://evil.example' }],
    [
      '13: the attestation object is CBOR',
      'malformed',
      { tamper: ({ response }) => (response.attestationObject = 'AAAA') },
    ],
    ['14: the RP ID hash is this host’s', 'rp-id', { rpId: 'evil.example' }],
    [
      '3: it is an attestation, not an assertion',
      'malformed',
      { tamper: ({ response }) => (response.attestationObject = undefined) },
    ],
    [
      '5: the client data is UTF-8',
      'malformed',
      { tamper: ({ response }) => (response.clientDataJSON = '_w') },
    ],
    ['9: a subdomain is another origin', 'origin', { origin: `https://sub.${HOST}`, rpId: HOST }],
    ['9: http is another origin', 'origin', { origin: `http://${HOST}`, rpId: HOST }],
    [
      '13: authenticator data has 37 octets at least',
      'malformed',
      { tamper: ({ response }) => (response.attestationObject = NO_AUTHENTICATOR_DATA) },
    ],
    ['15: the user was present', 'user-present', { userPresent: false }],
    ['17: what is not eligible is not backed up', 'backup-state', { backedUp: true }],
    ['20: the algorithm is one that was offered', 'signature', { algorithm: -47 }],
    ['21: the format is one that is known', 'malformed', { attestation: formatOf('nonesuch') }],
    ['21: no attestation was asked for: packed', 'malformed', { attestation: CERTIFIED }],
    [
      '21: no attestation was asked for: fido-u2f',
      'malformed',
      { attestation: formatOf('fido-u2f') },
    ],
    [
      '22: the statement of `none` is empty',
      'signature',
      { attestation: { format: 'none', statement: new Map([['sig', new Uint8Array(8)]]) } },
    ],
    [
      '22: a self attestation is signed by the key itself',
      'signature',
      { attestation: { format: 'packed', statement: SELF } },
    ],
    ['25: the credential id has 1023 octets at most', 'malformed', { idOctets: 1024 }],
    [
      '27: the credential id is the attested one',
      'malformed',
      { tamper: (json) => (json.id = json.rawId = softwarePasskey().credentialId) },
    ],
  ])('step %s', async (_, check, how) => {
    const account = someone();
    await expect(register(parts, account, how)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: 'response', description: `was not accepted: ${check}` }],
    });
    expect(await parts.store.passkeys(account, world.clock.now())).toEqual([]);
  });

  it('step 16: verification of the user is judged when it is used, not when it is made', async () => {
    const account = someone();
    const { passkey } = await register(parts, account, { userVerified: false });
    expect(await signIn(parts, account, passkey, { userVerified: true })).toMatchObject({
      verdict: 'verified',
    });
  });

  it('step 28: ignores extensions that were not requested', async () => {
    const account = someone();
    const extensions = { credProps: true, nonesuch: true };
    const { passkey } = await register(parts, account, { extensions });
    expect(await signIn(parts, account, passkey, { extensions })).toMatchObject({
      verdict: 'verified',
    });
  });

  it('passes over token binding, which Level 3 knows no more, and members that are new', async () => {
    const account = someone();
    const clientData = { tokenBinding: { status: 'present', id: 'AAAA' }, new: [1] };
    const { passkey } = await register(parts, account, { clientData });
    expect(await signIn(parts, account, passkey, { clientData })).toMatchObject({
      verdict: 'verified',
    });
  });

  it('step 26: a credential is registered once, whoever’s', async () => {
    const { passkey } = await register(parts, someone());
    await expect(register(parts, someone(), { passkey })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
  });
});

describe('a registration', () => {
  it('is answered once, whichever replicas are asked at the same time', async () => {
    const account = someone();
    const other = world.replica();
    const wish = { ticket: ticketOf(account), label: 'laptop', rpId: HOST };
    const { creationOptions, registrationToken } = await beginRegistration(parts, wish);
    const response = softwarePasskey().register(creationOptions, { origin: ORIGIN });
    const request = { registrationToken, response, keepAppPasswords: false, frontEnd: FRONT_END };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => finishRegistration(n % 2 ? parts : other, request)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes its ticket once', async () => {
    const ticket = ticketOf(someone());
    const wish = { ticket, label: 'laptop', rpId: HOST };
    await beginRegistration(parts, wish);
    await expect(beginRegistration(parts, wish)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('is of the front-end that began it, and ends with its login', async () => {
    const account = someone();
    const begin = () =>
      beginRegistration(parts, { ticket: ticketOf(account), label: 'laptop', rpId: HOST });
    const { creationOptions, registrationToken } = await begin();
    const response = softwarePasskey().register(creationOptions, { origin: ORIGIN });
    const request = { registrationToken, response, keepAppPasswords: false };
    const elsewhere = { ...request, frontEnd: 'spiffe://gatepost/front-end/mail' };
    await expect(finishRegistration(parts, elsewhere)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const ended = world.replica({
      checkLogin: async () => {
        throw Object.assign(new Error('over'), { code: 'PERMISSION_DENIED' });
      },
    });
    await expect(
      finishRegistration(ended, { ...request, frontEnd: FRONT_END }),
    ).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});

describe('a first passkey', () => {
  it('is inactive until its person has the recovery codes, and expires without them', async () => {
    const account = someone();
    const { passkey, finished } = await register(parts, account, { keepsCodes: false });
    expect(finished.recoveryCodes).toEqual(RECOVERY_CODES);
    expect(await signIn(parts, account, passkey)).toEqual(refused);
    expect(await parts.store.hasPasskey(account)).toBe(false);
    const { passkeyId, confirmationToken } = finished;
    const kept = { passkeyId, confirmationToken, frontEnd: FRONT_END };
    await expect(
      confirmRegistration(parts, { ...kept, confirmationToken: 'guess' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await confirmRegistration(parts, kept);
    expect(await signIn(parts, account, passkey)).toMatchObject({ verdict: 'verified' });
    expect(world.told).toContain(`${account}: first-enrolment`);
    expect(world.told).toContain(`${account} has passkeys: true`);
  });

  it('beside an authenticator ends nothing, and otp is told until it knows', async () => {
    const account = someone();
    world.withAuthenticator.add(account);
    const { passkey, finished } = await register(parts, account);
    expect(finished.recoveryCodes).toEqual([]);
    expect(await signIn(parts, account, passkey)).toMatchObject({ verdict: 'verified' });
    // The same for a passkey that waited for its person to keep the recovery codes.
    const other = someone();
    const { finished: waiting } = await register(parts, other, { keepsCodes: false });
    world.withAuthenticator.add(other);
    const { passkeyId, confirmationToken } = waiting;
    await confirmRegistration(parts, { passkeyId, confirmationToken, frontEnd: FRONT_END });
    const told = (of: string) => [...new Set(world.told.filter((each) => each.startsWith(of)))];
    for (const who of [account, other]) expect(told(who)).toEqual([`${who} has passkeys: true`]);

    const third = someone();
    world.withAuthenticator.add(third);
    let isAway = true;
    const slow = world.replica({
      recoveryCodes: {
        ...parts.recoveryCodes,
        notePasskeys: async (of, has) => {
          if (isAway) throw unavailable('otp is away');
          return parts.recoveryCodes.notePasskeys(of, has);
        },
      },
    });
    await register(slow, third);
    expect(told(third)).toEqual([]);
    isAway = false;
    world.clock.advance(3_000);
    await slow.notBefore.sendDue();
    expect(told(third)).toEqual([`${third} has passkeys: true`]);
  });

  it('is not made by a ticket to enrol where an authenticator came first', async () => {
    const account = someone();
    const { finished } = await register(parts, account, { purpose: 'enrol', keepsCodes: false });
    world.withAuthenticator.add(account);
    const { passkeyId, confirmationToken } = finished;
    await expect(
      confirmRegistration(parts, { passkeyId, confirmationToken, frontEnd: FRONT_END }),
    ).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await parts.store.hasPasskey(account)).toBe(false);
  });

  it('is the only one that a ticket to enrol makes', async () => {
    const account = someone();
    const second = ticketOf(account, 'enrol');
    const begun = await beginRegistration(parts, { ticket: second, label: 'x', rpId: HOST });
    await register(parts, account, { purpose: 'enrol' });
    await expect(register(parts, account, { purpose: 'enrol' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    // This registration began before the account had a passkey.
    const response = softwarePasskey().register(begun.creationOptions, { origin: ORIGIN });
    const { registrationToken } = begun;
    await expect(
      finishRegistration(parts, {
        ...{ registrationToken, response, keepAppPasswords: false, frontEnd: FRONT_END },
      }),
    ).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});

describe('passkeys of one’s own', () => {
  it('are listed, renamed and removed, each with a ticket; what they earned ends', async () => {
    const account = someone();
    const { passkey, finished } = await register(parts, account);
    const { passkeyId } = finished;
    const ticket = () => ticketOf(account);
    await renameOwnPasskey(parts, { ticket: ticket(), passkeyId, label: 'old laptop' });
    expect(await listOwnPasskeys(parts, { ticket: ticket() })).toMatchObject([
      { id: passkeyId, label: 'old laptop', rpId: HOST },
    ]);
    await removeOwnPasskey(parts, { ticket: ticket(), passkeyId });
    expect(await signIn(parts, account, passkey)).toEqual(refused);
    expect(world.told).toContain(`${account}: factor-removed`);
    expect(world.told.at(-1)).toBe(`${account} has passkeys: false`);
  });

  it('are no more than the operator allows', async () => {
    const account = someone();
    for (let n = 0; n < 5; n += 1) await register(parts, account);
    await expect(register(parts, account)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});

describe('an administrator', () => {
  const actor = {
    certificate: 'spiffe://gatepost/admin/root',
    comment: 'laptop stolen',
  } as const;

  it('removes all of an account; tickets from before make no new one', async () => {
    const account = someone();
    const before = ticketOf(account);
    const { passkey } = await register(parts, account);
    world.clock.advance(1);
    const gone = await removePasskeys(parts, { account, passkeyId: '', actor });
    expect(gone).toEqual({ removed: 1, trustRevocationPending: false });
    expect(await signIn(parts, account, passkey)).toEqual(refused);
    const wish = { ticket: before, label: 'again', rpId: HOST };
    await expect(beginRegistration(parts, wish)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });
});

describe('a removed account', () => {
  it('leaves nothing to the next owner of its name, not even the user handle', async () => {
    const account = someone();
    const { passkey } = await register(parts, account);
    const handle = passkey.userHandle;
    const request = { account, certificate: 'spiffe://gatepost/service/policy', actor: 'olga' };
    expect(await purgeAccount(parts, request)).toBeGreaterThan(0);
    expect(await purgeAccount(parts, request)).toBe(0);
    expect(await signIn(parts, account, passkey)).toEqual(refused);
    world.clock.advance(1);
    const { passkey: next } = await register(parts, account);
    expect(next.userHandle).not.toBe(handle);
  });
});
