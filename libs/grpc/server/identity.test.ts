import { readFileSync } from 'node:fs';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueAuthority, type Pair } from '../../certificates/index.js';
import { x509 } from '../../certificates/x509.js';
import { identifyPeer } from '../index.js';
import { type Bench, echo, openBench } from '../testdata/echo.js';

let bench: Bench;
let authority: Pair;
beforeAll(async () => {
  bench = await openBench();
  const pem = readFileSync(`${bench.dir}/ca.crt`, 'utf8');
  const der = x509.PemConverter.decode(readFileSync(`${bench.dir}/ca.key`, 'utf8'))[0];
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  authority = {
    certificate: new x509.X509Certificate(pem),
    key: await crypto.subtle.importKey('pkcs8', der as ArrayBuffer, algorithm, true, ['sign']),
  };
});
afterAll(() => bench.close());

type Names = ConstructorParameters<typeof x509.SubjectAlternativeNameExtension>[0];

/** A client certificate with exactly these names, of our authority or another. */
async function certify(names: Names, by: Pair = authority) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=webmail',
    issuer: by.certificate.subject,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    publicKey: keys.publicKey,
    signingKey: by.key,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: Buffer.from(certificate.toString('pem')),
    key: Buffer.from(x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')),
  };
}

/** One Say over a connection with this certificate, or with none. */
async function callWith(pair: { cert: Buffer; key: Buffer } | null): Promise<string> {
  const ca = readFileSync(`${bench.dir}/ca.crt`);
  const creds = credentials.createSsl(ca, pair?.key ?? null, pair?.cert ?? null);
  const Client = makeGenericClientConstructor({}, 'echo');
  const options = { 'grpc.ssl_target_name_override': 'localhost' };
  const client = new Client(`127.0.0.1:${bench.server.port}`, creds, options);
  try {
    return await new Promise((resolve) => {
      const { path, requestSerialize, responseDeserialize } = echo.Say;
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { domain: 'a.tld', text: 'hello' },
        new Metadata(),
        { deadline: Date.now() + 5000 },
        (error, answer) => resolve(error === null ? `${answer?.text}` : `${error.message}`),
      );
    });
  } finally {
    client.close();
  }
}

const webmail = { type: 'url' as const, value: 'spiffe://gatepost/front-end/webmail' };

it('lets an identity of our authority in', async () => {
  expect(await callWith(await certify([webmail]))).toBe('hello');
});

it('takes no connection without a certificate', async () => {
  expect(await callWith(null)).toMatch(/^14 UNAVAILABLE/);
});

it('takes no connection with a certificate of another authority', async () => {
  const other = await issueAuthority(Date.now());
  expect(await callWith(await certify([webmail], other))).toMatch(/^14 UNAVAILABLE/);
  const namesake = {
    ...other,
    certificate: Object.create(other.certificate, {
      subject: { value: authority.certificate.subject },
    }),
  };
  expect(await callWith(await certify([webmail], namesake))).toMatch(/^14 UNAVAILABLE/);
});

it.each<[string, Names]>([
  ['no URI', [{ type: 'dns', value: 'webmail' }]],
  ['two URIs', [webmail, { type: 'url', value: 'spiffe://gatepost/admin/root' }]],
  ['the same URI twice', [webmail, webmail]],
  [
    'an identity of another house',
    [{ type: 'url', value: 'spiffe://elsewhere/front-end/webmail' }],
  ],
  ['a role that is none', [{ type: 'url', value: 'spiffe://gatepost/root/webmail' }]],
  ['a longer path', [{ type: 'url', value: 'spiffe://gatepost/front-end/webmail/x' }]],
  ['a URI inside a DNS name', [{ type: 'dns', value: `x, URI:${webmail.value}` }]],
])('does not know %s', async (_, names) => {
  expect(await callWith(await certify(names))).toMatch(/^16 UNAUTHENTICATED/);
});

it('ignores an identity hidden in a quoted name', () => {
  const subjectaltname = `DNS:"x, URI:${webmail.value}"`;
  expect(() => identifyPeer({ subjectaltname })).toThrow('not plain');
  expect(() => identifyPeer(undefined)).toThrow('required');
});
