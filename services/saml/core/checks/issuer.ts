import type { Issuer } from '../assertion.js';
import { readIssuer } from '../assertion.js';
import { childOf } from '../element.js';
import { ENTITY_FORMAT, SAML } from '../uris.js';
import { type Facts, type Finding, shown } from './facts.js';

/** Checks that the issuer is exactly the domain's own provider (SAML profiles 4.1.4.2). */
export function checkIssuer({ message, assertion, settings }: Facts): Finding {
  const { entityId } = settings.provider;
  const ofMessage = childOf(message, SAML, 'Issuer') && readIssuer(message);
  return (
    checkOneIssuer(assertion.issuer, entityId) ?? (ofMessage && checkOneIssuer(ofMessage, entityId))
  );
}

/** Checks that the issuer equals `entityId` and has no format other than `entity` (SAML profiles 4.1.4.2). */
export function checkOneIssuer({ value, format }: Issuer, entityId: string): Finding {
  if (value !== entityId) return `${shown(value)}, not ${shown(entityId)}`;
  return format === undefined || format === ENTITY_FORMAT ? undefined : `format ${shown(format)}`;
}
