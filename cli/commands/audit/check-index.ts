import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Session } from '../../session/session.js';

/** Where the search index does not match the events. */
export interface IndexFindings {
  /** Indexes of events that a search may miss, or may find for something else. */
  readonly differing: readonly number[];
  /** Sources whose missing numbers cannot be determined. */
  readonly miscounted: readonly string[];
}

/** Has the service compare its search index with the events, whose bytes the tree proves, from an index on. */
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
