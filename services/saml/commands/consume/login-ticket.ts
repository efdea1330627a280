import type { Finding } from '../../core/checks/facts.js';
import { isOurRequestId, parseLoginTicket, shortHash } from '../../core/login-ticket.js';
import type { ConsumeParts, Examination } from './examination.js';

/**
 * Checks that the login was begun in this browser, by this service and recently enough. This refuses a response to
 * somebody else's login before it is examined: login CSRF would need the victim's cookie.
 */
export function checkLoginTicket(examination: Examination, { mac }: ConsumeParts): Finding {
  const { request, settings, now } = examination;
  const { domain, frontEnd, loginTicket } = request;
  if (loginTicket === '') {
    return settings.allowUnsolicited ? undefined : 'none: this login was not begun here';
  }
  const ticket = parseLoginTicket(mac, loginTicket);
  if (ticket === undefined) return 'not one of ours';
  if (ticket.domainHash !== shortHash(domain)) return `not of ${domain}`;
  if (ticket.frontEndHash !== shortHash(frontEnd)) return `not of ${frontEnd}`;
  if (now >= ticket.expiresAt) return `expired ${new Date(ticket.expiresAt).toISOString()}`;
  const { keyId, requestId } = ticket;
  if (!isOurRequestId(mac, requestId, { keyId, domain, frontEnd })) {
    return `${requestId} is not a request of ours`;
  }
  examination.ticket = ticket;
  return undefined;
}
