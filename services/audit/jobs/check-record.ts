import type { Clock } from '../../../libs/clock/index.js';
import type { Alarms, Checkpoints, Events, Tree } from '../ports.js';
import type { Schedule } from './publish-when-due.js';

export interface RecordState {
  /** No number of any source is missing. */
  readonly complete: boolean;
  /** No event has waited too long for a checkpoint. */
  readonly signing: boolean;
  /** No event was refused within the last day. */
  readonly accepting: boolean;
}

/** How far past the schedule signing may be before it counts as stopped. */
const GRACE_MS = 5 * 60_000;
const REFUSED_FOR_MS = 24 * 60 * 60_000;

/** Checks what an operator must know about the record. None of it keeps the service from answering. */
export async function checkRecord(parts: {
  readonly alarms: Pick<Alarms, 'stillMissing'>;
  readonly tree: Pick<Tree, 'size'>;
  readonly checkpoints: Pick<Checkpoints, 'newest'>;
  readonly events: Pick<Events, 'find' | 'leaves'>;
  readonly schedule: Schedule;
  readonly clock: Clock;
}): Promise<RecordState> {
  const { alarms, clock, events } = parts;
  const since = clock.now() - REFUSED_FOR_MS;
  const filter = { type: 'gatepost.audit.event-refused.v1', since };
  const refused = await events.find({ filter, limit: 1 });
  return {
    complete: !(await alarms.stillMissing()),
    signing: !(await isSigningLate(parts)),
    accepting: refused.length === 0,
  };
}

async function isSigningLate({
  tree,
  checkpoints,
  events,
  schedule,
  clock,
}: Parameters<typeof checkRecord>[0]): Promise<boolean> {
  const signed = (await checkpoints.newest())?.size ?? 0;
  if ((await tree.size()) <= signed) return false;
  const { events: unsigned } = await events.leaves({ from: signed, to: signed + 1 });
  const [oldest] = unsigned;
  if (oldest === undefined) return false;
  return clock.now() - oldest.recordedAt > schedule.everyMs + GRACE_MS;
}
