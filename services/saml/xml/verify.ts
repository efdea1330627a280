import { createHash, timingSafeEqual } from 'node:crypto';
import { XmlC14NMode, XmlElement, XmlError } from 'libxml2-wasm';
import { DIGESTS, DS, EXCLUSIVE_C14N, SAML } from '../core/uris.js';
import type { Signed } from '../ports.js';
import { withDocument } from './parse.js';
import { signatureHolds } from './signature.js';

/**
 * Verifies XML signatures (W3C xmldsig-core1) in the profile that SAML uses (SAML core 5.4). They are enveloped, with
 * exclusive canonicalization, one reference to the parent's ID, and RSA or ECDSA with SHA-2. Anything else is not
 * valid. The key is one of the given ones; KeyInfo is ignored.
 *
 * The caller reads from the very octets whose digest was signed, so it can never read something that was not signed.
 */
export function verify(
  text: string,
  signed: Signed,
  certificates: readonly string[],
): string | undefined {
  try {
    return withDocument(text, (document) => {
      const owner = signed === 'root' ? document.root : only(document.root, SAML, 'Assertion');
      const signature = owner && only(owner, DS, 'Signature');
      if (owner === undefined || signature === undefined) return undefined;
      return verifyOne(owner, signature, certificates);
    });
  } catch (error) {
    // Not every well-formed text has a canonical form: relative namespace names have none.
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function verifyOne(
  owner: XmlElement,
  signature: XmlElement,
  certificates: readonly string[],
): string | undefined {
  const info = only(signature, DS, 'SignedInfo');
  const reference = info && only(info, DS, 'Reference');
  const value = only(signature, DS, 'SignatureValue');
  if (info === undefined || reference === undefined || value === undefined) return undefined;
  if (reference.attr('URI')?.value !== `#${owner.attr('ID')?.value}`) return undefined;
  const digest = digestOf(reference);
  const algorithm = algorithmOf(info, 'SignatureMethod');
  const method = only(info, DS, 'CanonicalizationMethod');
  const transform = elementsIn(reference)
    .filter(({ name }) => name === 'Transforms')
    .flatMap(elementsIn)
    .at(-1);
  if (digest === undefined || algorithm === undefined) return undefined;
  if (method === undefined || transform === undefined) return undefined;

  const signedInfo = Buffer.from(canonical(info, prefixesOf(method)));
  const octets = Buffer.from(base64Of(value), 'base64');
  const signed = { octets: signedInfo, signature: octets };
  if (!signatureHolds(algorithm, certificates, signed)) return undefined;
  // Read before the signature is removed, because removing frees it and its transform.
  const prefixes = prefixesOf(transform);
  // Enveloped: the element was signed without its signature.
  signature.remove();
  const content = canonical(owner, prefixes);
  const found = createHash(digest.hash).update(content).digest();
  if (found.length !== digest.value.length || !timingSafeEqual(found, digest.value))
    return undefined;
  return content;
}

function digestOf(reference: XmlElement): { hash: string; value: Buffer } | undefined {
  const hash = DIGESTS[algorithmOf(reference, 'DigestMethod') ?? ''];
  const value = only(reference, DS, 'DigestValue');
  if (hash === undefined || value === undefined) return undefined;
  return { hash, value: Buffer.from(base64Of(value), 'base64') };
}

/**
 * Exclusive XML canonicalization of an element. The namespaces in `prefixes` are treated as in inclusive
 * canonicalization.
 */
function canonical(element: XmlElement, prefixes: string[]): string {
  return element.canonicalizeToString({
    mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
    withComments: false,
    inclusiveNamespacePrefixes: prefixes,
  });
}

/** The `PrefixList` of an algorithm (xml-exc-c14n, section 3). `#default` is the default namespace. */
function prefixesOf(algorithm: XmlElement): string[] {
  const list = elementsIn(algorithm).find(
    ({ name, namespaceUri }) => name === 'InclusiveNamespaces' && namespaceUri === EXCLUSIVE_C14N,
  );
  return list?.attr('PrefixList')?.value.split(/\s+/).filter(Boolean) ?? [];
}

function algorithmOf(parent: XmlElement, name: string): string | undefined {
  return only(parent, DS, name)?.attr('Algorithm')?.value;
}

function base64Of(element: XmlElement): string {
  return element.content.replaceAll(/\s/g, '');
}

/** The only child of that name. Undefined if there are several, because none is clearly meant. */
function only(parent: XmlElement, namespace: string, name: string): XmlElement | undefined {
  const found = elementsIn(parent).filter(
    (child) => child.name === name && child.namespaceUri === namespace,
  );
  return found.length === 1 ? found[0] : undefined;
}

function elementsIn(parent: XmlElement): XmlElement[] {
  const elements: XmlElement[] = [];
  for (let child = parent.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) elements.push(child);
  }
  return elements;
}
