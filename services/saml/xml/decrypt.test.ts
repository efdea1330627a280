import { constants, createCipheriv, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KeyPair, makeKeyPair } from '../../../test/suite/identity-provider.js';
import { DS, SAML, SAMLP, XENC, XENC11 } from '../core/uris.js';
import { decrypt } from './decrypt.js';
import { parse } from './parse.js';
import { schemaProblem } from './schema.js';

const US = 'https://mail.example/saml/a.tld';
const PLAIN = '<Assertion/>';
let ours: KeyPair;
let others: KeyPair;

beforeAll(async () => {
  ours = await makeKeyPair('ours');
  others = await makeKeyPair('others');
});

interface Transport {
  readonly algorithm: string;
  readonly hash: string;
  readonly maskHash: string;
  readonly inside: string;
}

const MGF1P = `${XENC}rsa-oaep-mgf1p`;
const OAEP11 = `${XENC11}rsa-oaep`;
const digest = (uri: string) => `<ds:DigestMethod xmlns:ds="${DS}" Algorithm="${uri}"/>`;
const mgf = (name: string) =>
  `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1${name}"/>`;
const SHA1 = `${DS}sha1`;
const SHA256 = `${XENC}sha256`;
const SHA384 = 'http://www.w3.org/2001/04/xmldsig-more#sha384';
const SHA512 = `${XENC}sha512`;

const TRANSPORTS: Record<string, Transport> = {
  'mgf1p, nothing said': { algorithm: MGF1P, hash: 'sha1', maskHash: 'sha1', inside: '' },
  'mgf1p, SHA-1': { algorithm: MGF1P, hash: 'sha1', maskHash: 'sha1', inside: digest(SHA1) },
  'mgf1p, SHA-256': { algorithm: MGF1P, hash: 'sha256', maskHash: 'sha1', inside: digest(SHA256) },
  '1.1, nothing said': { algorithm: OAEP11, hash: 'sha1', maskHash: 'sha1', inside: '' },
  '1.1, SHA-256': { algorithm: OAEP11, hash: 'sha256', maskHash: 'sha1', inside: digest(SHA256) },
  '1.1, SHA-256 and its mask': {
    ...{ algorithm: OAEP11, hash: 'sha256', maskHash: 'sha256' },
    inside: digest(SHA256) + mgf('sha256'),
  },
  '1.1, the mask first': {
    ...{ algorithm: OAEP11, hash: 'sha256', maskHash: 'sha256' },
    inside: mgf('sha256') + digest(SHA256),
  },
  '1.1, SHA-384 and its mask': {
    ...{ algorithm: OAEP11, hash: 'sha384', maskHash: 'sha384' },
    inside: digest(SHA384) + mgf('sha384'),
  },
  '1.1, SHA-512 and its mask': {
    ...{ algorithm: OAEP11, hash: 'sha512', maskHash: 'sha512' },
    inside: digest(SHA512) + mgf('sha512'),
  },
  '1.1, SHA-1 under another mask': {
    ...{ algorithm: OAEP11, hash: 'sha1', maskHash: 'sha256' },
    inside: digest(SHA1) + mgf('sha256'),
  },
};

/** RSAES-OAEP (RFC 8017, 7.1.1) with two different digests, which Node does not offer. */
function wrap(secret: Buffer, key: KeyPair, { hash, maskHash }: Transport): Buffer {
  if (hash === maskHash) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return publicEncrypt({ key: key.certificate, padding, oaepHash: hash }, secret);
  }
  const label = createHash(hash).digest();
  const block = Buffer.alloc(256 - label.length - 1);
  label.copy(block);
  block[block.length - secret.length - 1] = 1;
  secret.copy(block, block.length - secret.length);
  const mask = (from: Buffer, length: number) => {
    const parts = Array.from({ length: 20 }, (_, n) => {
      const count = Buffer.from([0, 0, 0, n]);
      return createHash(maskHash).update(from).update(count).digest();
    });
    return Buffer.concat(parts).subarray(0, length);
  };
  const xor = (a: Buffer, b: Buffer) => Buffer.from(a.map((octet, n) => octet ^ (b[n] ?? 0)));
  const seed = randomBytes(label.length);
  const maskedBlock = xor(block, mask(seed, block.length));
  const maskedSeed = xor(seed, mask(maskedBlock, seed.length));
  const message = Buffer.concat([Buffer.from([0]), maskedSeed, maskedBlock]);
  return publicEncrypt({ key: key.certificate, padding: constants.RSA_NO_PADDING }, message);
}

interface Carrier {
  readonly key: KeyPair;
  readonly recipient?: string;
}

const USUAL = TRANSPORTS['mgf1p, SHA-1'] as Transport;

function encrypted(carriers: readonly Carrier[], transport = USUAL, beside = false): string {
  const secret = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(PLAIN), cipher.final(), cipher.getAuthTag()]);
  const value = (octets: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${octets.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
  const keys = carriers.map(({ key, recipient }) => {
    const named = recipient === undefined ? '' : ` Recipient="${recipient}"`;
    return (
      `<xenc:EncryptedKey xmlns:xenc="${XENC}"${named}>` +
      `<xenc:EncryptionMethod Algorithm="${transport.algorithm}">${transport.inside}</xenc:EncryptionMethod>` +
      `${value(wrap(secret, key, transport))}</xenc:EncryptedKey>`
    );
  });
  const info = `<ds:KeyInfo xmlns:ds="${DS}">${keys.join('')}</ds:KeyInfo>`;
  return (
    `<samlp:Response xmlns:samlp="${SAMLP}" ID="_r" Version="2.0" IssueInstant="2026-11-01T12:00:00Z"><samlp:Status>` +
    '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
    `<saml:EncryptedAssertion xmlns:saml="${SAML}"><xenc:EncryptedData xmlns:xenc="${XENC}">` +
    `<xenc:EncryptionMethod Algorithm="${XENC11}aes256-gcm"/>${beside ? '' : info}${value(sealed)}</xenc:EncryptedData>` +
    `${beside ? keys.join('') : ''}</saml:EncryptedAssertion></samlp:Response>`
  );
}

/** Decrypts the assertion. Returns the result and how many keys were tried. */
async function open(text: string, keys: readonly KeyPair[] = [ours]) {
  const parsed = parse(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const [, element] = parsed.root.children;
  if (element === undefined) throw new Error('nothing is encrypted');
  let tries = 0;
  const yieldToEventLoop = async () => {
    tries += 1;
  };
  const privateKeys = keys.map(({ privateKey }) => privateKey);
  const options = { keys: privateKeys, allowCbc: false, recipient: US, yieldToEventLoop };
  return { opened: await decrypt(element, options), tries };
}

describe('how the key is carried', () => {
  it.each(Object.entries(TRANSPORTS))('opens %s', async (_name, transport) => {
    for (const beside of [false, true]) {
      const text = encrypted([{ key: ours }], transport, beside);
      expect(schemaProblem(text)).toBeUndefined();
      expect((await open(text)).opened).toEqual({ text: PLAIN });
      const changed = { opened: { problem: 'no key of ours opens it' } };
      expect(await open(text, [others])).toMatchObject(changed);
    }
  });
});

describe('which key is tried', () => {
  it('the one for us, among many for others', async () => {
    const crowd = Array.from({ length: 40 }, (_, n) => ({
      key: others,
      recipient: `https://${n}`,
    }));
    const text = encrypted([...crowd, { key: ours, recipient: US }]);
    expect(await open(text)).toEqual({ opened: { text: PLAIN }, tries: 1 });
  });

  it('the one that names nobody, if none names us', async () => {
    const text = encrypted([{ key: others, recipient: 'https://other' }, { key: ours }]);
    expect(await open(text)).toEqual({ opened: { text: PLAIN }, tries: 1 });
  });

  it('none of three that could all be for us', async () => {
    for (const recipient of [undefined, US]) {
      const carrier = recipient === undefined ? { key: ours } : { key: ours, recipient };
      const { opened, tries } = await open(encrypted(Array.from({ length: 350 }, () => carrier)));
      expect(opened).toMatchObject({ problem: expect.stringContaining('350 keys') });
      expect(tries).toBe(0);
    }
  });

  it('waits for its turn before each', async () => {
    const two = [{ key: others }, { key: others }];
    expect(await open(encrypted(two), [ours, ours, ours])).toMatchObject({ tries: 6 });
  });
});
