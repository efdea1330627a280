import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Session } from '../../session/session.js';

/** Where the search index does not match the events. */
export interface IndexFindings {
  /** Indexes of events that a search may miss, or may return although they do not match. */
  readonly differing: readonly number[];
  /** Sources whose missing numbers cannot be determined. */
  readonly miscounted: readonly string[];
}

/**
 * Has the service compare its search index with the recorded events, beginning at the index `from`. The tree proves the
 * bytes of those events.
 */
export async function checkIndex(session: Session, from: number): Promise<IndexFindings> {
  const differing: number[] = [];
  const miscounted: string[] = [];
  for await (const part of session.follow(Audit.checkIndex, { from: BigInt(from) })) {
    differing.push(...part.differing.map(Number));
    miscounted.push(...part.miscounted);
    session.out.progress(`${part.next} events compared with their search columns`);
  }
  return { differing, miscounted };
}
