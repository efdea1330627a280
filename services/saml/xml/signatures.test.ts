import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { schemaProblem } from './schema.js';
import { secondOpinion } from './second-opinion.js';
import { verify } from './verify.js';

// Responses in the shapes of real providers, signed by xmlsec1: see testdata/make-responses.py.

const FOLDER = join(packageRoot, 'services/saml/testdata/responses');
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const CERTIFICATES = ['p256.crt', 'rsa.crt', 'p384.crt'].map(read);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.xml'));

it.each(NAMES)('verifies %s twice, with the same octets', (name) => {
  const text = read(name);
  expect(schemaProblem(text)).toBeUndefined();
  const [, response = ''] = text.split('Issuer>');
  const whole = text.slice(0, text.indexOf('Assertion')).includes('SignatureValue');
  const inside = text.slice(text.indexOf('Assertion')).includes('SignatureValue');
  expect(response !== '' && (whole || inside)).toBe(true);
  const first = verify(text, inside ? 'assertion' : 'root', CERTIFICATES);
  const second = secondOpinion(text, CERTIFICATES);
  expect(first).toBeDefined();
  expect(second).toBeDefined();
  if (whole && inside) expect(verify(text, 'root', CERTIFICATES)).toBeDefined();
  if (inside) expect(second).toBe(first);
});

it.each(NAMES)('refuses %s if it is changed or its certificate is missing', (name) => {
  const text = read(name);
  const changed = text.replace(/luca@/, 'evil@');
  const signed = text.slice(text.indexOf('Assertion')).includes('SignatureValue');
  for (const [candidate, certificates] of [
    [changed, CERTIFICATES],
    [text, CERTIFICATES.slice(0, 0)],
  ] as const) {
    expect(verify(candidate, signed ? 'assertion' : 'root', certificates)).toBeUndefined();
    expect(secondOpinion(candidate, certificates)).toBeUndefined();
  }
});
