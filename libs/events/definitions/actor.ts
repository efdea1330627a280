import type * as z from 'zod';
import type { actor } from './common.js';

/** Who did something, as events name them; what is not known is left out. */
export type Actor = Readonly<z.output<typeof actor>>;

/** The person a ticket stands for: `frontEnd` is a SPIFFE URI, `decisionId` the decision it came with. */
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
