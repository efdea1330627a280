import type { Clock } from '../../../libs/clock/index.js';
import { CONSOLE } from '../../../libs/grpc/index.js';
import type { Random } from '../../../libs/random/index.js';
import { actDigest, issueTicket, type TicketKey } from '../../../libs/ticket/index.js';
import type { Tickets } from '../ports.js';

/** Signs tickets; nothing of them is kept here: who accepts one sees to it that it is used once. */
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
          // An administrator's is the console's, whoever asked for it.
          frontEnd: administers === undefined ? claims.frontEnd : CONSOLE,
          administers,
          act: act && actDigest(act),
          // What one sign-in is for is done once, however often its ticket was asked for.
          jti: act === undefined ? random.id() : claims.decisionId,
        },
        now: clock.now(),
        until,
      });
      return { ...issued, purpose, stores, oneFactor, ...(administers && { administers }) };
    },
  };
}
