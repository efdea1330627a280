import { issueTicket, type TicketKey } from '../../../libs/ticket/index.js';
import type { Notice } from '../core/notice.js';
import type { Clock } from '../ports.js';
import { hostOf, type SignInHost } from './sign-in-host.js';

/** The service that shows the page and passes the ticket on. */
const PORTAL = 'spiffe://gatepost/service/portal';

/**
 * An event is recorded slightly later than what it reports, by a process whose clock may differ. So anything made in
 * the minute before the event counts as made with it.
 */
const BEFORE_MS = 60_000;

/**
 * The URL for “This was not me”: a page of the person’s sign-in host, with a ticket. The ticket takes away what was
 * gained since the event, and grants nothing. It is made again whenever the mail is sent. The ticket’s id is that of
 * the event, so it can be used only once however often the mail is sent.
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
