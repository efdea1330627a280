import { randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { type KeyPair, makeSelfSigned } from '../../libs/certificates/self-signed.js';
import {
  encryptTo,
  formatResponse,
  type ResponseShape,
  type ResponseValues,
  signResponse,
} from './saml-response.js';

/** What a front-end was given for the browser: a redirect, or a form. */
export interface Begun {
  readonly redirectUrl?: string;
  readonly formFields?: Readonly<Record<string, string>>;
}

/** What the browser posts back. */
export interface Posted {
  /** The base64 text, as octets. */
  readonly samlResponse: Buffer;
  readonly relayState: string;
  /** The response before it was encoded. */
  readonly xml: string;
}

/** An identity provider of one domain for tests, with its own key and every shape of response. */
export interface IdentityProvider {
  readonly entityId: string;
  readonly key: KeyPair;
  /** The metadata that an administrator imports. */
  metadata(): Buffer;
  /** Answers a request for an account. `change` alters the values, `shape` the form. */
  respond(begun: Begun, account: string, options?: RespondOptions): Promise<Posted>;
  /** The values of a right answer. */
  valuesFor(begun: Begun, account: string): ResponseValues;
}

export interface RespondOptions {
  readonly change?: Partial<ResponseValues>;
  readonly shape?: ResponseShape;
  /** The certificate to encrypt to, PEM. */
  readonly encryptTo?: string;
  /** Signs instead of this provider's key. */
  readonly signWith?: KeyPair;
}

export type { KeyPair };

/** An RSA key with a certificate of its own, valid from 2020 to 2045. */
export function makeKeyPair(name: string): Promise<KeyPair> {
  const times = { notBefore: Date.parse('2020-01-01'), notAfter: Date.parse('2045-01-01') };
  return makeSelfSigned({ name, bits: 2048, ...times });
}

/** An identity provider with a new key, unless `key` is given. */
export async function createIdentityProvider(options: {
  readonly entityId: string;
  readonly clock: { now(): number };
  /** More certificates in its metadata, before its own. */
  readonly otherCertificates?: readonly string[];
  readonly key?: KeyPair;
}): Promise<IdentityProvider> {
  const { entityId, clock, otherCertificates = [] } = options;
  const key = options.key ?? (await makeKeyPair(entityId));
  const valuesFor = (begun: Begun, account: string): ResponseValues => {
    const request = readRequest(begun);
    const now = clock.now();
    const at = (ms: number) => new Date(now + ms).toISOString();
    return {
      id: `_r${randomBytes(16).toString('hex')}`,
      assertionId: `_a${randomBytes(16).toString('hex')}`,
      issuer: entityId,
      destination: request.acsUrl,
      recipient: request.acsUrl,
      audience: request.issuer,
      inResponseTo: request.id,
      issueInstant: at(0),
      notBefore: at(-30_000),
      notOnOrAfter: at(300_000),
      authnInstant: at(-1000),
      sessionNotOnOrAfter: at(8 * 3600_000),
      sessionIndex: `_s${randomBytes(8).toString('hex')}`,
      nameId: account,
      nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      attributes: { mail: [account], groups: ['staff', 'mail users'] },
    };
  };
  return {
    entityId,
    key,
    metadata: () => Buffer.from(formatMetadata(entityId, [...otherCertificates, key.certificate])),
    valuesFor,
    async respond(begun, account, { change, shape = {}, encryptTo: to, signWith = key } = {}) {
      const values = { ...valuesFor(begun, account), ...change };
      const plain = formatResponse(values, shape);
      const xml =
        to === undefined
          ? signResponse(plain, shape, signWith)
          : await encryptTo(plain, { shape, key: signWith, certificate: to });
      const samlResponse = Buffer.from(Buffer.from(xml).toString('base64'));
      return { samlResponse, relayState: relayStateOf(begun), xml };
    },
  };
}

/** The parts of a request that an answer needs. */
function readRequest(begun: Begun): { id: string; acsUrl: string; issuer: string } {
  const xml = requestXml(begun);
  const find = (pattern: RegExp) => unescapeXml(pattern.exec(xml)?.[1] ?? '');
  return {
    id: find(/\sID="([^"]*)"/),
    acsUrl: find(/AssertionConsumerServiceURL="([^"]*)"/),
    issuer: find(/Issuer>([^<]*)</),
  };
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** The AuthnRequest that the browser was given, as XML. */
export function requestXml({ redirectUrl = '', formFields = {} }: Begun): string {
  if (formFields.SAMLRequest !== undefined) {
    return Buffer.from(formFields.SAMLRequest, 'base64').toString();
  }
  const deflated = new URL(redirectUrl).searchParams.get('SAMLRequest') ?? '';
  return inflateRawSync(Buffer.from(deflated, 'base64')).toString();
}

function relayStateOf({ redirectUrl = '', formFields = {} }: Begun): string {
  if (redirectUrl === '') return formFields.RelayState ?? '';
  return new URL(redirectUrl).searchParams.get('RelayState') ?? '';
}

function formatMetadata(entityId: string, certificates: readonly string[]): string {
  const escaped = entityId.replaceAll('&', '&amp;');
  const keys = certificates.map((pem) => {
    const body = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    return `<KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
  });
  const { origin } = new URL(entityId);
  const services = ['HTTP-Redirect', 'HTTP-POST'].flatMap((binding) =>
    ['SingleLogoutService', 'SingleSignOnService'].map(
      (service) =>
        `<${service} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${origin}/${service}"/>`,
    ),
  );
  const inOrder = services.sort();
  return `<?xml version="1.0"?>
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escaped}">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    ${keys.join('')}${inOrder.join('')}
  </IDPSSODescriptor>
</EntityDescriptor>`;
}
