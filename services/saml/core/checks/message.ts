import { attributeOf, type Element } from '../element.js';
import { SAMLP } from '../uris.js';
import { type Finding, shown } from './facts.js';

/** Checks that the root is the expected message, of SAML 2.0 (SAML core 3.2.2, 4.1). */
export function checkMessage(root: Element, name: string): Finding {
  if (root.namespace !== SAMLP || root.name !== name) return `${shown(root.name)} is no ${name}`;
  const version = attributeOf(root, 'Version');
  return version === '2.0' ? undefined : `version ${shown(version)}`;
}
