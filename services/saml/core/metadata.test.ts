import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { readCertificate } from '../xml/certificates.js';
import { parse } from '../xml/parse.js';
import { decodeMetadata } from './metadata-text.js';
import { certificateBody, certificatesIn } from './pem.js';
import { readMetadata } from './read-metadata.js';
import { parseWebUrl } from './web-url.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const FOLDER = join(packageRoot, 'services/saml/testdata/responses');
const RSA = readFileSync(join(FOLDER, 'rsa.crt'), 'utf8').trim();
const EC = readFileSync(join(FOLDER, 'p256.crt'), 'utf8').trim();

const SSO = 'SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"';
const SLO = 'SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"';
const MD = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"';

function entity(
  change: {
    id?: string;
    location?: string;
    certificate?: string;
    slo?: string;
    until?: string;
  } = {},
): string {
  const { id = 'https://idp.example/metadata', location = 'https://idp.example/sso' } = change;
  const { certificate = certificateBody(RSA), slo = '', until = '' } = change;
  return (
    `<md:EntityDescriptor ${MD} entityID="${id}"${until}>` +
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">' +
    '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
    `<ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
    `${slo}<md:${SSO} Location="${location}"/></md:IDPSSODescriptor></md:EntityDescriptor>`
  );
}

function read(document: string | Uint8Array, entityId = '') {
  const octets = typeof document === 'string' ? Buffer.from(document) : document;
  const decoded = decodeMetadata(octets);
  if ('problem' in decoded) return decoded;
  const parsed = parse(decoded.text);
  return 'problem' in parsed ? parsed : readMetadata(parsed.root, { now: NOW, entityId });
}

const TAKEN = { provider: { entityId: 'https://idp.example/metadata' } };

describe('encodings', () => {
  const text = `<?xml version="1.0" encoding="utf-16"?>\n${entity()}`;
  const utf16 = Buffer.from(text, 'utf16le');
  const big = Buffer.from(utf16).swap16();
  it.each([
    ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
    ['UTF-16 without a mark', utf16],
    ['UTF-16, big, without a mark', big],
    ['UTF-8 that says UTF-16', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${entity()}`)],
    ['UTF-8 that says Latin-1', Buffer.from(text.replace('utf-16', 'ISO-8859-1'))],
    [
      'Latin-1',
      Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?><!--\u00fc-->${entity()}`, 'latin1'),
    ],
  ])('reads %s', (_name, octets) => {
    expect(read(octets)).toMatchObject(TAKEN);
  });

  it('says so if it is in no known encoding', () => {
    expect(read(Buffer.from([0x3c, 0xff, 0x61]))).toMatchObject({
      problem: expect.stringMatching(/not UTF-8/),
    });
  });
});

describe('what is no metadata of an identity provider', () => {
  it.each([
    ['<html><body>Sign in</body></html>', /web page/],
    ['<HTML></HTML>', /web page/],
    [entity().replaceAll('IDPSSO', 'SPSSO'), /service provider/],
    [
      entity().replace('SAML:2.0:protocol', 'SAML:1.1:protocol'),
      /no identity provider of SAML 2.0/,
    ],
    ['', /is empty/],
    [' \n', /is empty/],
    ['{"error":"login_required"}', /is not XML: it begins with \{"error":"lo/],
  ])('%s is named', (text, problem) => {
    expect(read(text)).toMatchObject({ problem: expect.stringMatching(problem) });
  });
});

describe('certificates', () => {
  const body = certificateBody(RSA);
  const other = certificateBody(EC);
  const both = [RSA, EC].map(certificateBody);
  it.each([
    ['one, bare', body, [body]],
    ['in armour', `\n${RSA}\n`, [body]],
    ['two in armour', `${RSA}\n${EC}`, both],
    ['two, one behind the other', body + other, both],
    ['two, with line breaks', `${body.replace(/.{64}/g, '$&\r\n')}\n  ${other}`, both],
    ['two in armour without line breaks', `${RSA}${EC}`.replaceAll('\n', ''), both],
  ])('reads %s', (_name, text, wanted) => {
    const found = certificatesIn(text);
    expect(found?.map(certificateBody)).toEqual(wanted);
    expect(found?.every((pem) => readCertificate(pem) !== undefined)).toBe(true);
  });

  it.each(['', 'nothing', `${body.slice(0, 100)}`, `${body}AAAA`, '<a/>', 'MIIB=MIIB'])(
    'does not take %j for a certificate',
    (text) => expect(certificatesIn(text)).toBeUndefined(),
  );
});

describe('addresses', () => {
  it.each([
    ' https://idp.example/sso ',
    '\n\thttps://idp.example/sso\n',
    'HTTPS://idp.example/a?b=c&amp;d',
  ])('takes %j', (location) => expect(read(entity({ location }))).toMatchObject(TAKEN));

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '',
    '   ',
    '/sso',
    '//idp.example/sso',
    'sso',
    'https:idp.example',
    'https:///sso',
    'https://idp.example/sso#x',
    'https://user:pw@idp.example/',
    'https://idp.example/a b',
    'https://idp.example\\@evil.example/',
    'ftp://idp.example/',
    'vbscript:x',
    ' java&#10;script:alert(1)',
    `https://idp.example/${'a'.repeat(2048)}`,
  ])('refuses %j, wherever browsers would be sent there', (location) => {
    expect(read(entity({ location }))).toMatchObject({
      problem: expect.stringMatching(/SingleSignOnService/),
    });
    const slo = `<md:${SLO} Location="${location}"/>`;
    expect(read(entity({ slo }))).toMatchObject({
      problem: expect.stringMatching(/SingleLogoutService/),
    });
    const answers = `<md:${SLO} Location="https://idp.example/slo" ResponseLocation="${location}"/>`;
    expect(read(entity({ slo: answers }))).toMatchObject({
      problem: expect.stringMatching(/ResponseLocation/),
    });
    const plain = location.replace('&#10;', '\n');
    expect(parseWebUrl(plain)).toHaveProperty('problem');
  });

  it('reads where answers to logout requests go', () => {
    const slo = `<md:${SLO} Location="https://idp.example/slo" ResponseLocation="https://idp.example/done"/>`;
    expect(read(entity({ slo }))).toMatchObject({
      provider: { sloUrl: 'https://idp.example/slo', sloResponseUrl: 'https://idp.example/done' },
    });
  });
});

describe('federations', () => {
  const one = entity({ id: 'https://one.example/idp' });
  const two = entity({ id: 'https://two.example/idp' });
  const past = ' validUntil="2026-11-28T11:59:59Z"';
  const around = (content: string, attributes = '') =>
    `<md:EntitiesDescriptor ${MD}${attributes}>${content}</md:EntitiesDescriptor>`;

  it('takes the named provider, and lists those available', () => {
    const document = around(`${one}${around(two)}`);
    expect(read(document, 'https://two.example/idp')).toMatchObject({
      provider: { entityId: 'https://two.example/idp' },
    });
    expect(read(document)).toMatchObject({
      problem: expect.stringMatching(/one of https:\/\/one.*two.example/),
    });
    expect(read(document, 'https://three.example')).toMatchObject({
      problem: expect.stringMatching(/does not hold/),
    });
    expect(read(around(one + one), 'https://one.example/idp')).toMatchObject({
      problem: expect.stringMatching(/2 times/),
    });
  });

  it('is bound by the validUntil of everything around it', () => {
    const deep = (where: number) => {
      const at = (n: number) => (n === where ? past : ' validUntil="2026-12-31T00:00:00Z"');
      return around(around(entity({ until: at(2) }), at(1)), at(0));
    };
    expect([0, 1, 2].map((where) => 'problem' in read(deep(where)))).toEqual([true, true, true]);
    expect(read(deep(3))).toMatchObject(TAKEN);
    expect(read(around(entity(), ' validUntil="sometime"'))).toHaveProperty('problem');
  });
});
