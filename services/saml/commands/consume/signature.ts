import { readAssertion } from '../../core/assertion.js';
import type { Finding } from '../../core/checks/facts.js';
import { childOf, type Element } from '../../core/element.js';
import { DS, SAML } from '../../core/uris.js';
import { type ConsumeParts, type Examination, receivedOf } from './examination.js';

/**
 * Checks that every signature is valid under a certificate of the domain's provider, and that one covers the assertion.
 * After this, message and assertion are read from the signed octets.
 */
export async function checkSignature(
  examination: Examination,
  parts: ConsumeParts,
): Promise<Finding> {
  const message = receivedOf(examination);
  const assertion = childOf(message, SAML, 'Assertion');
  if (isSigned(message)) {
    const signed = readSigned(examination, parts, 'root');
    if (signed === undefined) return 'that of the Response does not hold';
    examination.signedMessage = signed;
    examination.signedAssertion = childOf(signed, SAML, 'Assertion');
  }
  if (assertion !== undefined && isSigned(assertion)) {
    await parts.yieldToEventLoop(examination.request);
    examination.signedAssertion = readSigned(examination, parts, 'assertion');
    if (examination.signedAssertion === undefined) return 'that of the Assertion does not hold';
  }
  if (examination.signedAssertion !== undefined) {
    examination.assertion = readAssertion(examination.signedAssertion);
    return undefined;
  }
  // An encrypted assertion may be signed inside; `decryption` checks that.
  return childOf(message, SAML, 'EncryptedAssertion') === undefined
    ? 'nothing is signed'
    : undefined;
}

/** Whether the element has its own signature. Does not verify it. */
export function isSigned(element: Element): boolean {
  return childOf(element, DS, 'Signature') !== undefined;
}

function readSigned(
  { text, settings }: Examination,
  { xml }: ConsumeParts,
  signed: 'root' | 'assertion',
): Element | undefined {
  const octets = xml.verify(text, signed, settings.provider.certificates);
  if (octets === undefined) return undefined;
  const parsed = xml.parse(octets);
  return 'root' in parsed ? parsed.root : undefined;
}
