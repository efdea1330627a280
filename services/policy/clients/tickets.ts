import type { Clock } from '../../../libs/clock/index.js';
import type { Random } from '../../../libs/random/index.js';
import { issueTicket, type TicketKey } from '../../../libs/ticket/index.js';
import type { Tickets } from '../ports.js';

/** Signs tickets; nothing of them is kept here: who accepts one sees to it that it is used once. */
export function ticketIssuer(parts: {
  readonly key: TicketKey;
  readonly clock: Clock;
  readonly random: Random;
}): Tickets {
  const { key, clock, random } = parts;
  return {
    async issue(claims) {
      const issued = await issueTicket({
        key,
        claims: { ...claims, jti: random.id() },
        now: clock.now(),
      });
      const { purpose, stores, oneFactor } = claims;
      return { ...issued, purpose, stores, oneFactor };
    },
  };
}
