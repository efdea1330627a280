import { webcrypto } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { endsAtRoot, readCertificates } from './index.js';
import { x509 } from './x509.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const NOW = Date.UTC(2026, 6, 1);
const YEAR = 365 * 86_400_000;

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

let serial = 0;

async function issue(
  name: string,
  by: Issued | undefined,
  how: { ca?: boolean; pathLength?: number; until?: number } = {},
): Promise<Issued> {
  const { ca = true, pathLength, until = NOW + YEAR } = how;
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  serial += 1;
  const certificate = await x509.X509CertificateGenerator.create({
    ...{ serialNumber: `0${serial}`, subject: `CN=${name}`, signingAlgorithm: ALGORITHM },
    issuer: by?.certificate.subject ?? `CN=${name}`,
    ...{ publicKey: keys.publicKey, signingKey: by?.key ?? keys.privateKey },
    ...{ notBefore: new Date(NOW - YEAR), notAfter: new Date(until) },
    extensions: [new x509.BasicConstraintsExtension(ca, pathLength, true)],
  });
  return { certificate, key: keys.privateKey };
}

const der = (...all: Issued[]) => all.map(({ certificate }) => new Uint8Array(certificate.rawData));

let root: Issued;
let middle: Issued;
let leaf: Issued;
beforeAll(async () => {
  root = await issue('Root', undefined, { pathLength: 1 });
  middle = await issue('Middle', root, { pathLength: 0 });
  leaf = await issue('Leaf', middle, { ca: false });
});

it('accepts a chain that ends at a known root, with or without the root', () => {
  expect(endsAtRoot(der(leaf, middle), der(root), NOW)).toBe(true);
  expect(endsAtRoot(der(leaf, middle, root), der(root), NOW)).toBe(true);
  expect(endsAtRoot(der(leaf), der(middle), NOW)).toBe(true);
  expect(endsAtRoot(der(leaf), der(leaf), NOW)).toBe(true);
});

it('refuses a chain with a gap, another root, or no certificate', async () => {
  const other = await issue('Root', undefined);
  expect(endsAtRoot(der(leaf), der(root), NOW)).toBe(false);
  expect(endsAtRoot(der(middle, leaf), der(root), NOW)).toBe(false);
  expect(endsAtRoot(der(leaf, middle), der(other), NOW)).toBe(false);
  expect(endsAtRoot(der(leaf, middle), [], NOW)).toBe(false);
  expect(endsAtRoot([], der(root), NOW)).toBe(false);
  expect(endsAtRoot([Buffer.from('nonsense')], der(root), NOW)).toBe(false);
});

it('refuses an issuer that is not an authority, or a chain that is too long', async () => {
  const below = await issue('Below', leaf, { ca: false });
  expect(endsAtRoot(der(below, leaf, middle), der(root), NOW)).toBe(false);
  const deep = await issue('Deep', middle);
  const deepest = await issue('Deepest', deep, { ca: false });
  expect(endsAtRoot(der(deepest, deep, middle), der(root), NOW)).toBe(false);
});

it('every certificate must be valid, the root too', async () => {
  expect(endsAtRoot(der(leaf, middle), der(root), NOW + 2 * YEAR)).toBe(false);
  expect(endsAtRoot(der(leaf, middle), der(root), NOW - 2 * YEAR)).toBe(false);
  const old = await issue('Old', undefined, { until: NOW - 1_000 });
  const young = await issue('Young', old, { ca: false });
  expect(endsAtRoot(der(young), der(old), NOW)).toBe(false);
});

it('reads each certificate of a PEM file, and says what is not a certificate', () => {
  const pem = [root, middle].map(({ certificate }) => certificate.toString('pem')).join('\n');
  expect(readCertificates(pem).map((one) => new Uint8Array(one))).toEqual(der(root, middle));
  expect(() => readCertificates('nonsense')).toThrow('holds no certificate');
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  expect(() => readCertificates(broken)).toThrow('certificate 1 cannot be read');
});
