import { instantOf } from '../assertion.js';
import type { Element } from '../element.js';
import { type Finding, shownTime } from './facts.js';

/** Checks that a logout message is recent (SAML core 3.7.1), so that an old one does not end a new session. */
export function checkLogoutTime(
  root: Element,
  { now, skewMs, underwayMs }: { now: number; skewMs: number; underwayMs: number },
): Finding {
  const issuedAt = instantOf(root, 'IssueInstant');
  const notOnOrAfter = instantOf(root, 'NotOnOrAfter');
  if (
    issuedAt === undefined ||
    !(issuedAt <= now + skewMs && now < issuedAt + underwayMs + skewMs)
  ) {
    return `issued ${shownTime(issuedAt)}, and it is ${shownTime(now)}`;
  }
  if (notOnOrAfter !== undefined && !(now < notOnOrAfter + skewMs)) {
    return `until ${shownTime(notOnOrAfter)}, and it is ${shownTime(now)}`;
  }
  return undefined;
}
