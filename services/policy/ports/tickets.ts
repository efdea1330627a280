import type { IssuedTicket } from '../core/attempt.js';
import type { EarnedTicket } from '../core/earned-tickets.js';

export interface Tickets {
  issue(
    claims: EarnedTicket & {
      readonly account: string;
      readonly frontEnd: string;
      readonly decisionId: string;
      /** ms since the epoch */
      readonly loginBegunAt: number;
      /** The latest time at which the ticket expires, ms since the epoch. */
      readonly until?: number;
    },
  ): Promise<IssuedTicket>;
}
