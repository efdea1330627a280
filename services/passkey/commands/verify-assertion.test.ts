import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import {
  type Answer,
  type SoftwarePasskey,
  softwarePasskey,
} from '../../../libs/testing/software-authenticator.js';
import type { Parts } from '../assemble.js';
import {
  addressOf,
  beginAndAnswer,
  call,
  FRONT_END,
  HOST,
  migratedTemplate,
  openWorld,
  register,
  START,
  signIn,
  type World,
} from '../testing.js';
import { beginLogin } from './begin-login.js';
import { verifyAssertion } from './verify-assertion.js';

const PAT = 'pat@k.example';
const KIM = 'kim@k.example';

let postgres: TestPostgres;
let template: TestDatabase;
let world: World;
let parts: Parts;
let laptop: SoftwarePasskey;
let phone: SoftwarePasskey;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
  world = await openWorld(template);
  parts = world.replica();
  laptop = (await register(parts, PAT)).passkey;
  phone = (await register(parts, KIM)).passkey;
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

/** The same client data, encoded in other octets. */
const addSpace = ({ response }: Answer) => {
  const json = Buffer.from(String(response.clientDataJSON), 'base64url');
  response.clientDataJSON = Buffer.concat([json, Buffer.from(' ')]).toString('base64url');
};

const refused = (failedCheck: string) => ({ verdict: 'wrong', failedCheck });

describe('verifying an assertion', () => {
  it('verifies it with and without a named account', async () => {
    const verified = { verdict: 'verified', account: PAT, userVerified: true };
    expect(await signIn(parts, PAT, laptop)).toMatchObject(verified);
    expect(await signIn(parts, '', laptop)).toMatchObject(verified);
  });

  it('takes a touch alone where a password is verified beside it', async () => {
    const { passkey } = await register(parts, PAT, { kind: 'security-key' });
    expect(await signIn(parts, PAT, passkey, { userVerification: false })).toMatchObject({
      verdict: 'verified',
      userVerified: false,
    });
    expect(await signIn(parts, PAT, passkey)).toEqual(refused('user-verified'));
  });

  it('names the account’s passkeys only once a first factor was verified', async () => {
    const begin = async (account: string, firstVerified: boolean) => {
      const wish = { account, rpId: HOST, frontEnd: FRONT_END, userVerification: true };
      const begun = await beginLogin(parts, { ...wish, firstVerified });
      return JSON.parse(begun?.requestOptions ?? '{}').allowCredentials;
    };
    expect(await begin(PAT, false)).toEqual([]);
    expect(await begin('nobody@k.example', false)).toEqual([]);
    const named = await begin(PAT, true);
    expect(named.map(({ id }: { id: string }) => id)).toContain(laptop.credentialId);
  });
});

/** WebAuthn Level 3 section 7.2: one test a step that can fail. */
describe('the steps of section 7.2', () => {
  it.each<[string, string, Parameters<typeof signIn>[3]]>([
    ['3: it is an answer of a public key', 'malformed', { tamper: (json) => (json.type = 'pin') }],
    [
      '3: id and rawId are one',
      'malformed',
      { tamper: (json) => (json.id = softwarePasskey().credentialId) },
    ],
    [
      '5: the credential is one that was allowed',
      'credential',
      { tamper: (json) => (json.id = json.rawId = softwarePasskey().credentialId) },
    ],
    [
      '5: the credential id has 1023 octets at most',
      'malformed',
      { tamper: (json) => (json.id = json.rawId = 'A'.repeat(1366)) },
    ],
    ['6: the user handle is the account’s', 'user-handle', { userHandle: 'AAAA' }],
    [
      '9: the client data is JSON',
      'malformed',
      { tamper: ({ response }) => (response.clientDataJSON = 'bm9uc2Vuc2U') },
    ],
    [
      '8: the client data is UTF-8',
      'malformed',
      { tamper: ({ response }) => (response.clientDataJSON = '_w') },
    ],
    [
      '8: authenticator data has 37 octets at least',
      'malformed',
      { tamper: ({ response }) => (response.authenticatorData = 'AAAA') },
    ],
    ['9: crossOrigin is true or false', 'malformed', { clientData: { crossOrigin: 'false' } }],
    ['10: the type is webauthn.get', 'type', { type: 'webauthn.create' }],
    ['11: the challenge is the one of the login', 'challenge', { challenge: 'AAAA' }],
    ['12: the origin is this host’s', 'origin', { origin: 'https://evil.example', rpId: HOST }],
    ['12: a subdomain is another origin', 'origin', { origin: `https://sub.${HOST}`, rpId: HOST }],
    [
      '12: another port is another origin',
      'origin',
      { origin: `https://${HOST}:8443`, rpId: HOST },
    ],
    ['12: http is another origin', 'origin', { origin: `http://${HOST}`, rpId: HOST }],
    ['13: no page of ours is in a frame of another’s', 'cross-origin', { crossOrigin: true }],
    ['14: no top origin is expected', 'cross-origin', { topOrigin: 'https://evil.example' }],
    ['15: the RP ID hash is this host’s', 'rp-id', { rpId: 'evil.example' }],
    ['16: the user was present', 'user-present', { userPresent: false }],
    ['17: the user was verified', 'user-verified', { userVerified: false }],
    ['18: what is not eligible is not backed up', 'backup-state', { backedUp: true }],
    ['19: eligibility for backup never changes', 'backup-state', { backupEligible: true }],
    [
      '21: the signature is over what was answered',
      'signature',
      {
        tamper: ({ response }) => {
          const bytes = Buffer.from(String(response.authenticatorData), 'base64url');
          bytes.writeUInt32BE(9_999_999, 33);
          response.authenticatorData = bytes.toString('base64url');
        },
      },
    ],
    [
      '21: the signature is a signature',
      'signature',
      { tamper: ({ response }) => (response.signature = 'AAAA') },
    ],
    ['21: the hash is of the client data that came', 'signature', { tamper: addSpace }],
    ['22: the counter goes up', 'counter', { counter: 1 }],
  ])('step %s', async (step, check, how) => {
    const account = `step-${step.replace(/\W+/g, '-')}@k.example`;
    const { passkey } = await register(parts, account);
    await signIn(parts, account, passkey, { counter: 5 });
    expect(await signIn(parts, account, passkey, how)).toEqual(refused(check));
    // A refused answer is no use: the passkey works as before.
    expect(await signIn(parts, account, passkey, { counter: 50 })).toMatchObject({
      verdict: 'verified',
    });
  });

  it('step 4: ignores extension outputs that were not requested', async () => {
    const extensions = { appid: true, nonesuch: true };
    expect(await signIn(parts, PAT, laptop, { extensions })).toMatchObject({ verdict: 'verified' });
  });

  it('step 7: the key is the one stored for the credential, not another of the account', async () => {
    const { passkey: other } = await register(parts, PAT);
    const tamper = (json: Answer) => {
      json.id = laptop.credentialId;
      json.rawId = laptop.credentialId;
    };
    expect(await signIn(parts, PAT, other, { tamper })).toEqual(refused('signature'));
    expect(await signIn(parts, PAT, other)).toMatchObject({ verdict: 'verified' });
  });

  it('step 6: without a name, the user handle must come', async () => {
    expect(await signIn(parts, '', laptop, { userHandle: null })).toEqual(refused('user-handle'));
  });

  it('step 6: refuses a passkey of another account', async () => {
    expect(await signIn(parts, PAT, phone)).toEqual(refused('account'));
  });

  it('step 22: a counter that falls is an event', async () => {
    await signIn(parts, KIM, phone, { counter: 40 });
    expect(await signIn(parts, KIM, phone, { counter: 40 })).toEqual(refused('counter'));
    expect(await world.events()).toContainEqual(
      expect.objectContaining({
        type: 'counter-fell',
        data: expect.objectContaining({ account: KIM, counter: 40 }),
      }),
    );
  });

  it('step 22: an authenticator without a counter says 0 always', async () => {
    const { passkey } = await register(parts, KIM);
    const verified = { verdict: 'verified' };
    expect(await signIn(parts, KIM, passkey, { counter: 0 })).toMatchObject(verified);
    expect(await signIn(parts, KIM, passkey, { counter: 0 })).toMatchObject(verified);
  });
});

describe('a login ticket', () => {
  it('is of one front-end, host and account, for ten minutes', async () => {
    const made = await beginAndAnswer(parts, PAT, laptop);
    const verify = (change: object) => verifyAssertion(parts, { ...made, ...change }, call());
    const other = await beginAndAnswer(parts, KIM, phone);
    expect(await verify({ frontEnd: 'spiffe://gatepost/front-end/mail' })).toEqual(
      refused('login-ticket'),
    );
    expect(await verify({ loginTicket: `${made.loginTicket}x` })).toEqual(refused('login-ticket'));
    expect(await verify({ rpId: 'login.own.example' })).toEqual(refused('host'));
    expect(await verify({ loginTicket: other.loginTicket })).toEqual(refused('account'));
    const later = await openWorld(template);
    const replica = later.replica();
    const { passkey } = await register(replica, PAT);
    const late = await beginAndAnswer(replica, PAT, passkey);
    later.clock.advance(600_000);
    expect(await verifyAssertion(replica, late, call())).toEqual(refused('expired'));
    await later.close();
  });
});

describe('a challenge', () => {
  it('is answered once, whichever replicas are asked at the same time', async () => {
    const other = world.replica();
    const { passkey } = await register(parts, PAT);
    const made = await beginAndAnswer(parts, PAT, passkey, { counter: 0 });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        verifyAssertion(n % 2 === 0 ? parts : other, made, call()),
      ),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'verified')).toHaveLength(1);
    const rest = outcomes.filter(({ verdict }) => verdict !== 'verified');
    expect(new Set(rest.map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set([JSON.stringify(refused('challenge-used'))]),
    );
  });
});

describe('a sign-in host', () => {
  const lee = 'lee@own.example';
  const mia = 'mia@moved.example';

  it('is not another domain’s', async () => {
    const { passkey } = await register(parts, lee, { host: 'login.own.example' });
    const verified = { verdict: 'verified' };
    expect(await signIn(parts, lee, passkey, { host: 'login.own.example' })).toMatchObject(
      verified,
    );
    expect(await signIn(parts, lee, passkey, { host: HOST })).toEqual(refused('rp-id'));
    const pat = await beginAndAnswer(parts, PAT, laptop, { host: 'login.own.example' });
    expect(await verifyAssertion(parts, pat, call())).toEqual(refused('rp-id'));
  });

  it('that a domain left works until its date, and gets no new passkeys', async () => {
    const fresh = await openWorld(template);
    const before = fresh.replica({
      settings: {
        ...parts,
        hosts: (await import('../core/hosts.js')).hostsOf([
          { rpId: HOST, origins: [`https://${HOST}`], domains: ['*'], movedFrom: undefined },
        ]),
      },
    });
    const { passkey } = await register(before, mia);
    const now = fresh.replica();
    expect(await signIn(now, mia, passkey)).toMatchObject({ verdict: 'verified' });
    await expect(register(now, mia)).rejects.toThrow(
      'passkeys of moved.example are made at login.moved.example, not at sign-in.example',
    );
    await register(now, mia, { host: 'login.moved.example' });
    fresh.clock.advance(START + 86_400_000 - fresh.clock.now());
    expect(await signIn(now, mia, passkey)).toEqual(refused('domain'));
    await fresh.close();
  });
});

describe('the throttle', () => {
  it('counts only assertions that were compared with a key and wrong, by account and address', async () => {
    const fresh = await openWorld(template);
    const replica = fresh.replica();
    const { passkey } = await register(replica, PAT);
    const bad = { userVerified: false };
    for (let n = 0; n < 10; n += 1) {
      expect(await signIn(replica, PAT, passkey, bad)).toEqual(refused('user-verified'));
    }
    expect(await signIn(replica, PAT, passkey)).toMatchObject({ verdict: 'rate-limited' });
    const elsewhere = await beginAndAnswer(replica, PAT, passkey);
    const address = addressOf('203.0.113.9');
    expect(await verifyAssertion(replica, { ...elsewhere, address }, call())).toMatchObject({
      verdict: 'verified',
    });
    expect(await fresh.events()).toContainEqual(
      expect.objectContaining({ type: 'throttle-locked' }),
    );
    await fresh.close();
  });
});
