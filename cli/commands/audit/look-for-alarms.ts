import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { readPages } from '../../input/common-options.js';
import type { Session } from '../../session/session.js';
import { filterFrom } from './filter.js';

/** What is wrong with how the record is kept, while nothing in it was changed. */
export interface RecordAlarms {
  /** Since when the oldest event waits for a checkpoint that does not come. */
  readonly unsignedSince: Date | undefined;
  /** Ids of the events of the record that say that one was refused. */
  readonly refused: readonly string[];
}

/** However checkpoints are scheduled: no event waits for so long. */
const SIGNED_WITHIN_MS = 70 * 60_000;
const MOST_REFUSED = 100;

/**
 * Looks for what stopped: signing, and events that the record refused since a checkpoint was kept.
 *
 * @param leaves all that were read
 * @param signed leaves under the newest checkpoint
 * @param kept leaves under the one that was kept, 0 where none was
 */
export async function lookForAlarms(
  session: Session,
  { leaves, signed, kept }: { leaves: number; signed: number; kept: number },
): Promise<RecordAlarms> {
  const { call } = session;
  const filter = filterFrom({ type: 'gatepost.audit.event-refused.v1' });
  const told = await readPages({
    limit: MOST_REFUSED,
    fetch: (page) => call(Audit.query, { filter, page }),
    items: (page) => page.events,
  });
  const refused = told.filter(({ index }) => Number(index) >= kept);
  return {
    unsignedSince: leaves > signed ? await findUnsigned(session, signed) : undefined,
    refused: refused.map(({ event }) => String(JSON.parse(event.toString('utf8')).id)),
  };
}

async function findUnsigned(session: Session, signed: number): Promise<Date | undefined> {
  const range = { from: BigInt(signed), to: BigInt(signed + 1) };
  for await (const { events } of session.follow(Audit.leaves, range)) {
    const at = events[0]?.recordedAt;
    if (at !== undefined && Date.now() - at.getTime() > SIGNED_WITHIN_MS) return at;
  }
  return undefined;
}
