import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { OUTBOX_HEALTH } from '../../../libs/service/record-health.js';
import { readPages } from '../../input/common-options.js';
import { checkHealth } from '../../session/check-health.js';
import { TARGETS } from '../../session/client-config.js';
import type { Session } from '../../session/session.js';
import { filterFrom } from './filter.js';

/** Problems in how the record is kept, even though nothing in it was changed. */
export interface RecordAlarms {
  /** The time of the oldest event that has waited too long for a checkpoint; undefined if there is none. */
  readonly unsignedSince: Date | undefined;
  /** Ids of events in the record that report a refused event. */
  readonly refused: readonly string[];
  /** Replicas which report that the record refuses events of their service. */
  readonly stuck: readonly string[];
}

/** No event waits this long for a checkpoint, whatever the schedule. */
const SIGNED_WITHIN_MS = 70 * 60_000;
const MOST_REFUSED = 100;
const ASKED_FOR_MS = 3_000;

/**
 * Looks for alarms: signing that has stopped, events that the record refused since a checkpoint was
 * kept, and events that wait for the record.
 *
 * @param leaves all leaves read
 * @param signed the leaves under the newest checkpoint
 * @param kept the leaves under the kept checkpoint, 0 if none was kept
 */
export async function findAlarms(
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
    stuck: await findStuck(session),
  };
}

/** Skips replicas that cannot be reached or do not know this condition; `gatepost health` shows those. */
async function findStuck(session: Session): Promise<string[]> {
  const { targets } = session.config();
  const asked = TARGETS.flatMap((target) =>
    (targets[target] ?? []).map(async ({ text: address }) => {
      const peer = await session.connections().replica(target, 'auditor', address);
      const said = await checkHealth(peer, ASKED_FOR_MS, OUTBOX_HEALTH).catch(() => undefined);
      return said === 'NOT_SERVING' ? [`${target} ${address}`] : [];
    }),
  );
  return (await Promise.all(asked)).flat();
}

async function findUnsigned(session: Session, signed: number): Promise<Date | undefined> {
  const range = { from: BigInt(signed), to: BigInt(signed + 1) };
  for await (const { events } of session.follow(Audit.leaves, range)) {
    const at = events[0]?.recordedAt;
    if (at !== undefined && Date.now() - at.getTime() > SIGNED_WITHIN_MS) return at;
  }
  return undefined;
}
