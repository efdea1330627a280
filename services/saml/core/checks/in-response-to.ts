import { attributeOf } from '../element.js';
import { type Facts, type Finding, shown } from './facts.js';

/**
 * It answers the request that this browser's login began with (SAML core 3.2.2, profiles 4.1.4.3).
 * Where none of ours asked for it, it answers none (profiles 4.1.5).
 */
export function checkInResponseTo({ message, ticket }: Facts): Finding {
  const inResponseTo = attributeOf(message, 'InResponseTo');
  if (inResponseTo === ticket?.requestId) return undefined;
  return `${shown(inResponseTo)}, not ${shown(ticket?.requestId)}`;
}
