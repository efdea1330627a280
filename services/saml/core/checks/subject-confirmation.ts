import type { Confirmation } from '../assertion.js';
import { BEARER } from '../uris.js';
import { type Facts, type Finding, shown, shownTime } from './facts.js';

/**
 * Checks that a bearer confirmation was made for this recipient, request and time (SAML profiles 4.1.4.2, 4.1.4.3). One
 * valid confirmation is enough.
 */
export function checkSubjectConfirmation(facts: Facts): Finding {
  const bearers = facts.assertion.confirmations.filter(({ method }) => method === BEARER);
  if (bearers.length === 0) return 'no bearer confirmation';
  const findings = bearers.map((bearer) => checkBearer(bearer, facts));
  return findings.includes(undefined) ? undefined : findings.join('; ');
}

function checkBearer({ data }: Confirmation, { acsUrl, ticket, now, settings }: Facts): Finding {
  if (data === undefined) return 'no SubjectConfirmationData';
  const { recipient, inResponseTo, notBefore, notOnOrAfter } = data;
  if (recipient !== acsUrl) return `recipient ${shown(recipient)}, not ${shown(acsUrl)}`;
  if (inResponseTo !== ticket?.requestId) {
    return `in response to ${shown(inResponseTo)}, not ${shown(ticket?.requestId)}`;
  }
  if (notBefore !== undefined) return 'it has a NotBefore, which a bearer confirmation has not';
  // Also fails if it is absent or not a valid time.
  if (!(notOnOrAfter !== undefined && now < notOnOrAfter + settings.skewMs)) {
    return `until ${shownTime(notOnOrAfter)}, and it is ${shownTime(now)}`;
  }
  return undefined;
}
