import { attributeOf, childOf, type Element, trimmedText } from '../element.js';
import { SAMLP, SUCCESS } from '../uris.js';
import { type Finding, shown } from './facts.js';

/** Checks that the provider reports success (SAML core 3.2.2.2). */
export function checkStatus(message: Element): Finding {
  const status = childOf(message, SAMLP, 'Status');
  const code = status && childOf(status, SAMLP, 'StatusCode');
  const value = code && attributeOf(code, 'Value');
  if (value === SUCCESS) return undefined;
  const second = code && childOf(code, SAMLP, 'StatusCode');
  const text = status && childOf(status, SAMLP, 'StatusMessage');
  const details = [second && attributeOf(second, 'Value'), text && trimmedText(text)];
  return [value, ...details].map(shown).join(', ');
}
