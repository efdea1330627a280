import { type Element, walk } from '../element.js';
import { SAML } from '../uris.js';
import type { Finding } from './facts.js';

/**
 * Checks that the message directly contains exactly one assertion, plain or encrypted, and none elsewhere, so that it
 * is never unclear which one is meant.
 */
export function checkOneAssertion(message: Element): Finding {
  const found = [...walk(message)].filter(
    ({ element: { namespace, name } }) =>
      namespace === SAML && (name === 'Assertion' || name === 'EncryptedAssertion'),
  );
  if (found.length !== 1) return `${found.length} assertions`;
  return found[0]?.parent === message ? undefined : `in ${found[0]?.parent?.name}`;
}
