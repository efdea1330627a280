import type { Clock } from '../../../libs/clock/index.js';
import { CONSOLE } from '../../../libs/grpc/index.js';
import type { Random } from '../../../libs/random/index.js';
import { actDigest, issueTicket, type TicketKey } from '../../../libs/ticket/index.js';
import type { Tickets } from '../ports/tickets.js';

/** Signs tickets and stores none of them. The service that accepts a ticket makes sure that it is used once. */
export function ticketIssuer(parts: {
  readonly key: TicketKey;
  readonly clock: Clock;
  readonly random: Random;
}): Tickets {
  const { key, clock, random } = parts;
  return {
    async issue({ until, ...claims }) {
      const { purpose, stores, oneFactor, administers, act } = claims;
      const issued = await issueTicket({
        key,
        claims: {
          ...claims,
          // The holder of an administrator's ticket is the console, whichever front-end asked for it.
          frontEnd: administers === undefined ? claims.frontEnd : CONSOLE,
          administers,
          act: act && actDigest(act),
          // All tickets of one sign-in for an act share one id, so the act can be done only once.
          jti: act === undefined ? random.id() : claims.decisionId,
        },
        now: clock.now(),
        until,
      });
      return { ...issued, purpose, stores, oneFactor, ...(administers && { administers }) };
    },
  };
}
