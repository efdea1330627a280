import type * as z from 'zod';
import type { actor } from './common.js';

/** Who made a change, as events name them. Unknown parts are left out. */
export type Actor = Readonly<z.output<typeof actor>>;

/**
 * The person behind a ticket: `frontEnd` is a SPIFFE URI, `decisionId` the decision that the ticket
 * came with.
 */
export function personOf(ticket: {
  readonly frontEnd: string;
  readonly decisionId: string | undefined;
}): Actor {
  const { frontEnd, decisionId } = ticket;
  return {
    certificate: frontEnd,
    ...(decisionId === undefined ? {} : { decision_id: decisionId }),
  };
}
