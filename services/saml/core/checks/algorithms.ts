import { attributeOf, type Element, walk } from '../element.js';
import { DIGESTS, DS, ENVELOPED, EXCLUSIVE_C14N, SIGNATURES } from '../uris.js';
import { type Finding, shown } from './facts.js';

const C14N = [EXCLUSIVE_C14N, `${EXCLUSIVE_C14N}WithComments`];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  SignatureMethod: Object.keys(SIGNATURES),
  DigestMethod: Object.keys(DIGESTS),
  CanonicalizationMethod: C14N,
  Transform: [ENVELOPED, ...C14N],
};

/**
 * Allows only algorithms from our own list (SAML core 5.4.3, 5.4.4). Refused are SHA-1, HMAC keyed with a public key,
 * and transforms that select other content. Digests within `EncryptionMethod` have their own list.
 */
export function checkAlgorithms(root: Element): Finding {
  for (const { element, parent } of walk(root)) {
    if (element.namespace !== DS) continue;
    const allowed = ALLOWED[element.name];
    if (allowed === undefined || parent?.name === 'EncryptionMethod') continue;
    const algorithm = attributeOf(element, 'Algorithm') ?? '';
    if (!allowed.includes(algorithm)) return `${element.name} ${shown(algorithm)}`;
  }
  return undefined;
}
