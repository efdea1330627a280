import { beforeAll, expect, it, vi } from 'vitest';
import { parseAttestation } from '../core/response.js';
import { readStatement, setModels } from './attestation.js';
import { webauthn } from './webauthn.js';
// The test vectors of WebAuthn Level 3, section 16.1, in hexadecimal, and their root.
import published from './webauthn-vectors.json' with { type: 'json' };

type Name = keyof typeof published.vectors;
const ROOT = Buffer.from(published.root, 'hex');
const NOW = Date.UTC(2026, 6, 1);
const host = { rpId: 'example.org', origins: ['https://example.org'] };
const library = webauthn();

const encode = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

function read(name: Name) {
  const { id, registered } = published.vectors[name];
  const { challenge, ...attested } = registered;
  const response = Object.fromEntries(
    Object.entries(attested).map(([member, hex]) => [member, encode(hex)]),
  );
  const rawId = encode(id);
  const json = { id: rawId, rawId, type: 'public-key', clientExtensionResults: {}, response };
  const attestation = parseAttestation(Buffer.from(JSON.stringify(json)));
  if (attestation === undefined) throw new Error('not read');
  const aaguid = readStatement(json as never)?.aaguid ?? '';
  return { attestation, challenge: encode(challenge), aaguid };
}

const modelOf = (name: Name, roots = [ROOT]) => ({ aaguid: read(name).aaguid, name, roots });

async function register(name: Name, models = [modelOf(name)]) {
  const { attestation, challenge } = read(name);
  return library.verifyRegistration(attestation, { challenge, host, models, now: NOW });
}

beforeAll(() => setModels((Object.keys(published.vectors) as Name[]).map((name) => modelOf(name))));

it.each<Name>([
  'packed-es256',
  'packed-es384',
  'packed-rs256',
  'packed-eddsa',
  'android-key-es256',
  'apple-es256',
])(
  'the published vector %s, of a model that is listed, is registered, and nothing is fetched',
  async (name) => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
    expect(await register(name)).toMatchObject({ aaguid: read(name).aaguid });
    expect(await register(name, [modelOf('none-es256')])).toEqual({ failed: 'model' });
    expect(await register(name, [modelOf(name, [])])).toEqual({ failed: 'attestation' });
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  },
);

it.each<[Name, string]>([
  ['none-es256', 'nobody attests it'],
  ['packed-self-es256', 'the key itself attests it'],
  ['fido-u2f-es256', 'U2F names no model'],
  ['tpm-es256', 'its maker is none that is known'],
  ['packed-es512', 'its key is of an algorithm that was not offered'],
  ['packed-ed448', 'its key is of an algorithm that was not offered'],
])('the published vector %s is refused: %s', async (name) => {
  expect(await register(name)).toEqual({ failed: 'attestation' });
});
