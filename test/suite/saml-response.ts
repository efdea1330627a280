import samlify from 'samlify';
import type { KeyPair } from '../../libs/certificates/self-signed.js';

const { SamlLib } = samlify;

/** The values of a response. Undefined values are left out. */
export interface ResponseValues {
  readonly id: string;
  readonly assertionId: string;
  readonly issuer: string;
  readonly destination: string | undefined;
  readonly recipient: string | undefined;
  /** Undefined: no AudienceRestriction. */
  readonly audience: string | undefined;
  readonly inResponseTo: string | undefined;
  readonly issueInstant: string;
  readonly notBefore: string | undefined;
  readonly notOnOrAfter: string | undefined;
  /** Undefined: no AuthnStatement. */
  readonly authnInstant: string | undefined;
  readonly sessionNotOnOrAfter: string | undefined;
  readonly sessionIndex: string | undefined;
  readonly nameId: string;
  readonly nameIdFormat: string | undefined;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** How a response is written, signed and encrypted. */
export interface ResponseShape {
  readonly sign?: 'assertion' | 'response' | 'both' | 'none';
  /** Prefixes of protocol and assertion; empty for the default namespace. */
  readonly prefixes?: readonly [string, string];
  /** Writes line breaks and indents between the elements. */
  readonly pretty?: boolean;
  readonly declaration?: boolean;
  readonly algorithm?: string;
  readonly cipher?: string;
  /** Leaves KeyInfo out of signatures. */
  readonly bare?: boolean;
  readonly without?: 'Conditions' | 'SubjectConfirmation' | 'SubjectConfirmationData';
  /** Changes the text before it is signed. */
  readonly edit?: (xml: string) => string;
}

const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** Escapes a text for an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const attribute = (name: string, value: string | undefined) =>
  value === undefined ? '' : ` ${name}="${escapeXml(value)}"`;

/** Writes an unsigned response. */
export function formatResponse(values: ResponseValues, shape: ResponseShape): string {
  const [protocol, assertion] = shape.prefixes ?? ['samlp', 'saml'];
  const p = (name: string) => (protocol === '' ? name : `${protocol}:${name}`);
  const a = (name: string) => (assertion === '' ? name : `${assertion}:${name}`);
  const xmlns = (prefix: string, uri: string) =>
    prefix === '' ? ` xmlns="${uri}"` : ` xmlns:${prefix}="${uri}"`;
  const element = (name: string, attributes: string, ...content: readonly string[]) =>
    content.join('') === ''
      ? `<${name}${attributes}/>`
      : `<${name}${attributes}>${content.join('')}</${name}>`;
  const v = values;
  const issuer = element(a('Issuer'), '', escapeXml(v.issuer));
  const outerIssuer = element(a('Issuer'), xmlns(assertion, SAML), escapeXml(v.issuer));
  const data = element(
    a('SubjectConfirmationData'),
    attribute('InResponseTo', v.inResponseTo) +
      attribute('NotOnOrAfter', v.notOnOrAfter) +
      attribute('Recipient', v.recipient),
  );
  const confirmation = element(
    a('SubjectConfirmation'),
    ' Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"',
    shape.without === 'SubjectConfirmationData' ? '' : data,
  );
  const subject = element(
    a('Subject'),
    '',
    element(a('NameID'), attribute('Format', v.nameIdFormat), escapeXml(v.nameId)),
    shape.without === 'SubjectConfirmation' ? '' : confirmation,
  );
  const audience =
    v.audience === undefined
      ? ''
      : element(a('AudienceRestriction'), '', element(a('Audience'), '', escapeXml(v.audience)));
  const conditions = element(
    a('Conditions'),
    attribute('NotBefore', v.notBefore) + attribute('NotOnOrAfter', v.notOnOrAfter),
    audience,
  );
  const authentication = element(
    a('AuthnStatement'),
    attribute('AuthnInstant', v.authnInstant) +
      attribute('SessionIndex', v.sessionIndex) +
      attribute('SessionNotOnOrAfter', v.sessionNotOnOrAfter),
    element(
      a('AuthnContext'),
      '',
      element(a('AuthnContextClassRef'), '', 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'),
    ),
  );
  const attributes = Object.entries(v.attributes).map(([name, all]) =>
    element(
      a('Attribute'),
      attribute('Name', name),
      ...all.map((value) => element(a('AttributeValue'), '', escapeXml(value))),
    ),
  );
  const body = element(
    a('Assertion'),
    `${xmlns(assertion, SAML)}${attribute('ID', v.assertionId)} Version="2.0"${attribute('IssueInstant', v.issueInstant)}`,
    issuer,
    subject,
    shape.without === 'Conditions' ? '' : conditions,
    v.authnInstant === undefined ? '' : authentication,
    attributes.length === 0 ? '' : element(a('AttributeStatement'), '', ...attributes),
  );
  const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';
  const xml = element(
    p('Response'),
    xmlns(protocol, SAMLP) +
      attribute('ID', v.id) +
      ' Version="2.0"' +
      attribute('IssueInstant', v.issueInstant) +
      attribute('Destination', v.destination) +
      attribute('InResponseTo', v.inResponseTo),
    outerIssuer,
    element(p('Status'), '', element(p('StatusCode'), attribute('Value', success))),
    body,
  );
  const edited = shape.edit === undefined ? xml : shape.edit(xml);
  const spaced = shape.pretty === true ? edited.replaceAll('><', '>\n  <') : edited;
  return shape.declaration === true ? `<?xml version="1.0" encoding="UTF-8"?>\n${spaced}` : spaced;
}

/** Signs the parts that the shape names, by default the assertion. */
export function signResponse(xml: string, shape: ResponseShape, key: KeyPair): string {
  const { sign = 'assertion' } = shape;
  let signed = xml;
  if (sign === 'assertion' || sign === 'both')
    signed = signElement(signed, 'Assertion', shape, key);
  if (sign === 'response' || sign === 'both') signed = signElement(signed, 'Response', shape, key);
  return signed;
}

/** Signs metadata. samlify puts the signature after an Issuer. */
export function signMetadata(xml: string, key: KeyPair): string {
  const prepared = xml
    .replace('<?xml version="1.0"?>\n', '')
    .replace('entityID', 'ID="_md" entityID')
    .replace('<IDPSSO', '<saml:Issuer xmlns:saml="urn:x"/><IDPSSO');
  return signElement(prepared, 'EntityDescriptor', {}, key);
}

/** Signs the element of this local name, and returns the whole document. */
export function signElement(
  xml: string,
  name: string,
  { algorithm = RSA_SHA256, bare = false }: ResponseShape,
  key: KeyPair,
): string {
  const path = name === 'Assertion' ? `/*/*[local-name(.)='Assertion']` : '/*';
  const signed = SamlLib.constructSAMLSignature({
    rawSamlMessage: xml,
    referenceTagXPath: path,
    privateKey: key.privateKey,
    signingCert: key.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, ''),
    signatureAlgorithm: algorithm,
    isBase64Output: false,
    signatureConfig: {
      prefix: 'ds',
      location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' },
    },
  });
  return bare ? signed.replaceAll(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/gs, '') : signed;
}

/** Signs the assertion, encrypts it, and signs the response, as the shape says. */
export async function encryptTo(
  xml: string,
  options: { shape: ResponseShape; key: KeyPair; certificate: string },
): Promise<string> {
  const { shape, key, certificate } = options;
  const { sign = 'assertion', cipher = 'http://www.w3.org/2009/xmlenc11#aes256-gcm' } = shape;
  const inside = sign === 'assertion' || sign === 'both';
  const plain = inside ? signElement(xml, 'Assertion', shape, key) : xml;
  const source = {
    entitySetting: {
      isAssertionEncrypted: true,
      dataEncryptionAlgorithm: cipher,
      keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      tagPrefix: { encryptedAssertion: 'saml' },
    },
  };
  const body = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const target = { entityMeta: { getX509Certificate: () => body } };
  type Entity = Parameters<typeof SamlLib.encryptAssertion>[0];
  const encrypted = await SamlLib.encryptAssertion(
    source as unknown as Entity,
    target as unknown as Entity,
    plain,
  );
  const text = Buffer.from(encrypted, 'base64').toString();
  const outside = sign === 'response' || sign === 'both';
  return outside ? signElement(text, 'Response', shape, key) : text;
}
