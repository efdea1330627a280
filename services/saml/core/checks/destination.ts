import { attributeOf, type Element } from '../element.js';
import { type Finding, shown } from './facts.js';

/**
 * Checks that the message was sent to this URL. A signed message must state its destination (SAML core 3.2.2, bindings
 * 3.5.5.2).
 */
export function checkDestination(facts: {
  readonly message: Element;
  readonly messageSigned: boolean;
  /** The URL at which it was received. */
  readonly url: string;
}): Finding {
  const destination = attributeOf(facts.message, 'Destination');
  if (destination === facts.url) return undefined;
  if (destination === undefined && !facts.messageSigned) return undefined;
  return `${shown(destination)}, not ${shown(facts.url)}`;
}
