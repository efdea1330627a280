import { readAssertion } from '../../core/assertion.js';
import type { Finding } from '../../core/checks/facts.js';
import { childOf, type Element } from '../../core/element.js';
import { DS, SAML } from '../../core/uris.js';
import { yieldToEventLoop } from '../yield-to-event-loop.js';
import { type Attempt, type ConsumeParts, receivedOf } from './attempt.js';

/**
 * Every signature there is holds under a certificate of the domain's provider, and the assertion is
 * under one. From here on the message and the assertion are those that the signed octets hold.
 */
export async function checkSignature(attempt: Attempt, parts: ConsumeParts): Promise<Finding> {
  const message = receivedOf(attempt);
  const assertion = childOf(message, SAML, 'Assertion');
  if (isSigned(message)) {
    const signed = readSigned(attempt, parts, 'root');
    if (signed === undefined) return 'that of the Response does not hold';
    attempt.signedMessage = signed;
    attempt.signedAssertion = childOf(signed, SAML, 'Assertion');
  }
  if (assertion !== undefined && isSigned(assertion)) {
    await yieldToEventLoop();
    attempt.signedAssertion = readSigned(attempt, parts, 'assertion');
    if (attempt.signedAssertion === undefined) return 'that of the Assertion does not hold';
  }
  if (attempt.signedAssertion !== undefined) {
    attempt.assertion = readAssertion(attempt.signedAssertion);
    return undefined;
  }
  // What is encrypted may be signed inside; `decryption` sees to that.
  return childOf(message, SAML, 'EncryptedAssertion') === undefined
    ? 'nothing is signed'
    : undefined;
}

export function isSigned(element: Element): boolean {
  return childOf(element, DS, 'Signature') !== undefined;
}

function readSigned(
  { text, settings }: Attempt,
  { xml }: ConsumeParts,
  signed: 'root' | 'assertion',
): Element | undefined {
  const octets = xml.verify(text, signed, settings.provider.certificates);
  if (octets === undefined) return undefined;
  const parsed = xml.parse(octets);
  return 'root' in parsed ? parsed.root : undefined;
}
