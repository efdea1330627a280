import type { Clock } from '../../../libs/clock/index.js';
import type { Alarms, Checkpoints, Events, Tree } from '../ports.js';
import type { Schedule } from './publish-when-due.js';

export interface RecordState {
  /** Every number of every source came. */
  readonly complete: boolean;
  /** No event waits for a checkpoint for longer than it should. */
  readonly signing: boolean;
  /** No event was refused within a day. */
  readonly accepting: boolean;
}

/** Beyond the schedule, before signing counts as stopped. */
const GRACE_MS = 5 * 60_000;
const REFUSED_FOR_MS = 24 * 60 * 60_000;

/** Looks at what an operator has to know of the record, and what keeps nobody from being answered. */
export async function lookAtRecord(parts: {
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
}: Parameters<typeof lookAtRecord>[0]): Promise<boolean> {
  const signed = (await checkpoints.newest())?.size ?? 0;
  if ((await tree.size()) <= signed) return false;
  const { events: unsigned } = await events.leaves({ from: signed, to: signed + 1 });
  const [oldest] = unsigned;
  if (oldest === undefined) return false;
  return clock.now() - oldest.recordedAt > schedule.everyMs + GRACE_MS;
}
