import { issueTicket, type TicketKey } from '../../../libs/ticket/index.js';
import type { Notice } from '../core/notice.js';
import type { Clock } from '../ports.js';
import { hostOf, type SignInHost } from './sign-in-host.js';

/** Who shows the page, and hands the ticket on. */
const PORTAL = 'spiffe://gatepost/service/portal';

/**
 * An event is recorded a moment after what it tells of, by a process whose clock may be another: what was made in the minute
 * before it was made with it.
 */
const BEFORE_MS = 60_000;

/**
 * “This was not me”: a page of the person’s sign-in host, with a ticket that takes away what was gained
 * since the event, and gives nothing. Made anew whenever the mail is sent, with the event’s own id:
 * however often it comes, it is used once.
 */
export function disownUrls(parts: {
  key: TicketKey;
  hosts: readonly SignInHost[];
  clock: Clock;
}): (notice: Notice) => Promise<string | undefined> {
  const { key, hosts, clock } = parts;
  return async ({ id, account, at }) => {
    const host = hostOf(hosts, account);
    if (host === undefined) return undefined;
    const { token } = await issueTicket({
      key,
      claims: {
        ...{ jti: id, account, frontEnd: PORTAL, purpose: 'disown', oneFactor: false },
        stores: ['credential', 'otp', 'passkey', 'trust-store', 'notice'],
        ...{ decisionId: id, loginBegunAt: at - BEFORE_MS },
      },
      now: clock.now(),
    });
    return `${host.url}/not-me/${token}`;
  };
}
