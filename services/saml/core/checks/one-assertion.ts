import { type Element, walk } from '../element.js';
import { SAML } from '../uris.js';
import type { Finding } from './facts.js';

/**
 * One assertion, plain or encrypted, directly in the message, and none anywhere else: which of two
 * was meant is no question to answer.
 */
export function checkOneAssertion(message: Element): Finding {
  const found = [...walk(message)].filter(
    ({ element: { namespace, name } }) =>
      namespace === SAML && (name === 'Assertion' || name === 'EncryptedAssertion'),
  );
  if (found.length !== 1) return `${found.length} assertions`;
  return found[0]?.parent === message ? undefined : `in ${found[0]?.parent?.name}`;
}
