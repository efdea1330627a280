import type { NameId } from '../assertion.js';
import { attribute, escapeXml } from '../escape.js';
import { formatInstant } from '../instant.js';
import { SAML, SAMLP, SUCCESS } from '../uris.js';

/** A LogoutRequest (SAML core 3.7.1), valid for five minutes. */
export function formatLogoutRequest(request: {
  readonly id: string;
  readonly now: number;
  readonly destination: string;
  readonly entityId: string;
  readonly nameId: NameId;
  readonly sessionIndex: string | undefined;
}): string {
  const { id, now, destination, entityId, nameId, sessionIndex } = request;
  const index =
    sessionIndex === undefined
      ? ''
      : `<samlp:SessionIndex>${escapeXml(sessionIndex)}</samlp:SessionIndex>`;
  return (
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}"` +
    `${attribute('ID', id)} Version="2.0"${attribute('IssueInstant', formatInstant(now))}` +
    `${attribute('Destination', destination)}` +
    `${attribute('NotOnOrAfter', formatInstant(now + 300_000))}>` +
    `<saml:Issuer>${escapeXml(entityId)}</saml:Issuer>` +
    `<saml:NameID${attribute('NameQualifier', nameId.nameQualifier)}` +
    `${attribute('SPNameQualifier', nameId.spNameQualifier)}` +
    `${attribute('Format', nameId.format)}>${escapeXml(nameId.value)}</saml:NameID>` +
    `${index}</samlp:LogoutRequest>`
  );
}

/** A LogoutResponse (SAML core 3.7.2) that reports success. */
export function formatLogoutResponse(response: {
  readonly id: string;
  readonly now: number;
  readonly destination: string;
  readonly entityId: string;
  readonly inResponseTo: string;
}): string {
  const { id, now, destination, entityId, inResponseTo } = response;
  return (
    `<samlp:LogoutResponse xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}"` +
    `${attribute('ID', id)} Version="2.0"${attribute('IssueInstant', formatInstant(now))}` +
    `${attribute('Destination', destination)}${attribute('InResponseTo', inResponseTo)}>` +
    `<saml:Issuer>${escapeXml(entityId)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status></samlp:LogoutResponse>`
  );
}
