import { decodeAttestationObject, parseAuthenticatorData } from '@simplewebauthn/server/helpers';
import { expect, it } from 'vitest';
import { failedCheck } from '../core/checks.js';
import { parseAssertion, parseAttestation } from '../core/response.js';
import { webauthn } from './webauthn.js';
// The test vectors of WebAuthn Level 3, section 16.1, in hexadecimal.
import published from './webauthn-vectors.json' with { type: 'json' };

const host = { rpId: 'example.org', origins: ['https://example.org'] };
const library = webauthn();

type Name = keyof typeof published.vectors;

const encode = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');
const postOf = (id: string, response: Readonly<Record<string, string>>) => {
  const encoded = Object.entries(response).map(([name, hex]) => [name, encode(hex)]);
  const rawId = encode(id);
  const json = { id: rawId, rawId, type: 'public-key', clientExtensionResults: {} };
  return Buffer.from(JSON.stringify({ ...json, response: Object.fromEntries(encoded) }));
};

function register(name: Name) {
  const { id, registered } = published.vectors[name];
  const { challenge, ...attested } = registered;
  const attestation = parseAttestation(postOf(id, attested));
  if (attestation === undefined) throw new Error('not read');
  return library.verifyRegistration(attestation, {
    ...{ challenge: encode(challenge), host, models: undefined, now: 0 },
  });
}

/** The check that refuses the answer; undefined if none does and the signature is right. */
async function answer(name: Name, publicKey: Buffer, change: { challenge?: string } = {}) {
  const { id, answered } = published.vectors[name];
  const { challenge, ...signed } = answered;
  const assertion = parseAssertion(postOf(id, signed));
  if (assertion === undefined) throw new Error('not read');
  const expected = { challenge: encode(change.challenge ?? challenge), host };
  const { backupEligible } = assertion.authenticator;
  const checked = { ...expected, userVerification: false, type: 'webauthn.get' } as const;
  const failed = failedCheck(assertion, { ...checked, backupEligible });
  const credential = { credentialId: assertion.credentialId, publicKey };
  const isRight = await library.verifyAssertion(assertion, credential, checked);
  return failed ?? (isRight ? undefined : 'signature');
}

/** The COSE_Key in an attestation object of any format. */
function keyOf(name: Name): Buffer {
  const bytes = Buffer.from(published.vectors[name].registered.attestationObject, 'hex');
  const data = decodeAttestationObject(new Uint8Array(bytes)).get('authData');
  return Buffer.from(parseAuthenticatorData(data).credentialPublicKey ?? []);
}

it.each<Name>(['none-es256', 'packed-self-es256', 'none-es256-long-credential-id'])(
  'the published vector %s registers and signs in',
  async (name) => {
    const credential = await register(name);
    if ('failed' in credential) throw new Error(credential.failed);
    expect(credential.credentialId.toString('hex')).toBe(published.vectors[name].id);
    expect(await answer(name, credential.publicKey)).toBeUndefined();
    const { challenge } = published.vectors[name].registered;
    expect(await answer(name, credential.publicKey, { challenge })).toBe('challenge');
  },
);

it.each<Name>(['none-es256-crossOrigin', 'none-es256-topOrigin'])(
  'the published vector %s, of a frame, is refused',
  async (name) => {
    expect(await register(name)).toEqual({ failed: 'cross-origin' });
    expect(await answer(name, keyOf(name))).toBe('cross-origin');
  },
);

it.each<Name>([
  'packed-es256',
  'packed-es384',
  'packed-es512',
  'packed-rs256',
  'packed-eddsa',
  'packed-ed448',
  'tpm-es256',
  'android-key-es256',
  'apple-es256',
  'fido-u2f-es256',
])('the published vector %s, attested by a maker, is not asked for and refused', async (name) => {
  expect(await register(name)).toEqual({ failed: 'malformed' });
});

it.each<Name>([
  'packed-es256',
  'packed-es384',
  'packed-es512',
  'packed-rs256',
  'packed-eddsa',
  'tpm-es256',
  'android-key-es256',
  'apple-es256',
  'fido-u2f-es256',
])(
  'the signature of the published vector %s is right, and over its own challenge',
  async (name) => {
    expect(await answer(name, keyOf(name))).toBeUndefined();
    const other = published.vectors['none-es256'];
    expect(await answer(name, keyOf('none-es256'))).toBe('signature');
    expect(await answer(name, keyOf(name), other.answered)).toBe('challenge');
  },
);

it('the signature of the published vector packed-ed448, which nobody is offered, is refused', async () => {
  expect(await answer('packed-ed448', keyOf('packed-ed448'))).toBe('signature');
});
