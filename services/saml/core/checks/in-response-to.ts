import { attributeOf } from '../element.js';
import { type Facts, type Finding, shown } from './facts.js';

/**
 * Checks that the response answers the request that began this browser's login (SAML core 3.2.2, profiles 4.1.4.3). An
 * unsolicited response must not answer a request (profiles 4.1.5).
 */
export function checkInResponseTo({ message, ticket }: Facts): Finding {
  const inResponseTo = attributeOf(message, 'InResponseTo');
  if (inResponseTo === ticket?.requestId) return undefined;
  return `${shown(inResponseTo)}, not ${shown(ticket?.requestId)}`;
}
