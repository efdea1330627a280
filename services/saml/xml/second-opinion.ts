import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { DIGESTS, DS, ENVELOPED, EXCLUSIVE_C14N, SAML, SIGNATURES } from '../core/uris.js';
import { signatureHolds } from './signature.js';

/**
 * The assertion, as text, that xml-crypto with its own parser finds signed in a `Response`. Undefined if there is none.
 * Two implementations must agree before anybody is let in, so that a fault in one is not enough. Each signature, of the
 * message and of the assertion, must be valid under one of the certificates (PEM). KeyInfo is ignored.
 */
export function secondOpinion(text: string, certificates: readonly string[]): string | undefined {
  try {
    const root = parse(text);
    const ofRoot = signatureIn(root);
    const signedRoot = ofRoot && parse(signedBy(text, ofRoot, certificates));
    const assertion = only(root, SAML, 'Assertion');
    const ofAssertion = assertion && signatureIn(assertion);
    if (ofAssertion === undefined) {
      return signedRoot && only(signedRoot, SAML, 'Assertion')?.toString();
    }
    // xml-crypto applies the namespaces around the document's first SignedInfo to every one.
    const alone = ofRoot === undefined ? text : withoutFirstSignature(text);
    const own = only(parse(alone), SAML, 'Assertion');
    const signature = own && signatureIn(own);
    return signature && signedBy(alone, signature, certificates);
  } catch {
    return undefined;
  }
}

/**
 * The octets that a signature covers.
 * @throws Error if it is not valid
 */
function signedBy(text: string, signature: Element, certificates: readonly string[]): string {
  const signed = new SignedXml({ publicCert: certificates[0] ?? '' });
  signed.CanonicalizationAlgorithms = pick(signed.CanonicalizationAlgorithms, [
    EXCLUSIVE_C14N,
    `${EXCLUSIVE_C14N}WithComments`,
    ENVELOPED,
  ]);
  signed.HashAlgorithms = HASHES;
  signed.SignatureAlgorithms = signatureAlgorithms(certificates);
  signed.loadSignature(signature);
  if (!signed.checkSignature(text)) throw new Error('the digest differs');
  const [content, ...more] = signed.getSignedReferences();
  if (content === undefined || more.length > 0) throw new Error('not one reference');
  return content;
}

type Hashes = SignedXml['HashAlgorithms'];
type Signatures = SignedXml['SignatureAlgorithms'];

const HASHES: Hashes = Object.fromEntries(
  Object.entries(DIGESTS).map(([uri, hash]) => [
    uri,
    class {
      getAlgorithmName = () => uri;
      getHash = (content: string) => createHash(hash).update(content, 'utf8').digest('base64');
    },
  ]),
);

/** The algorithms of our list, each verified under any of the certificates. */
function signatureAlgorithms(certificates: readonly string[]): Signatures {
  return Object.fromEntries(
    Object.keys(SIGNATURES).map((uri) => [
      uri,
      class {
        getAlgorithmName = () => uri;
        getSignature = (): string => {
          throw new Error('it signs nothing');
        };
        verifySignature = (material: string, _key: unknown, value: string) =>
          signatureHolds(uri, certificates, {
            octets: Buffer.from(material),
            signature: Buffer.from(value, 'base64'),
          });
      },
    ]),
  );
}

function pick<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function parse(text: string): Element {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: fail, error: fail, fatalError: fail };
  const root = new DOMParser({ errorHandler }).parseFromString(text, 'text/xml').documentElement;
  return root ?? fail('no element');
}

function signatureIn(element: Element): Element | undefined {
  return only(element, DS, 'Signature');
}

/**
 * The only child of that name. Undefined if there is none.
 * @throws Error if there are several
 */
function only(parent: Element, namespace: string, name: string): Element | undefined {
  const found: Element[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    const child = node as Node as Element;
    if (child.localName === name && child.namespaceURI === namespace) found.push(child);
  }
  if (found.length > 1) throw new Error(`${found.length} of ${name}`);
  return found[0];
}

/**
 * The text without its first signature, which is that of the message: by the schema it comes before the assertion. If
 * something else is cut by mistake, the digest of the assertion differs.
 */
function withoutFirstSignature(text: string): string {
  return text.replace(/<((?:[\w.-]+:)?Signature)[\s>][\s\S]*?<\/\1\s*>/u, '');
}
