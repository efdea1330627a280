import type { Issuer } from '../assertion.js';
import { readIssuer } from '../assertion.js';
import { childOf } from '../element.js';
import { ENTITY_FORMAT, SAML } from '../uris.js';
import { type Facts, type Finding, shown } from './facts.js';

/** The domain's own provider wrote it, letter by letter (SAML profiles 4.1.4.2). */
export function checkIssuer({ message, assertion, settings }: Facts): Finding {
  const { entityId } = settings.provider;
  const ofMessage = childOf(message, SAML, 'Issuer') && readIssuer(message);
  return (
    checkOneIssuer(assertion.issuer, entityId) ?? (ofMessage && checkOneIssuer(ofMessage, entityId))
  );
}

/** The issuer is `entityId`, with no other format than `entity` (SAML profiles 4.1.4.2). */
export function checkOneIssuer({ value, format }: Issuer, entityId: string): Finding {
  if (value !== entityId) return `${shown(value)}, not ${shown(entityId)}`;
  return format === undefined || format === ENTITY_FORMAT ? undefined : `format ${shown(format)}`;
}
