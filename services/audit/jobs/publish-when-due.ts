import type { Clock } from '../../../libs/clock/index.js';
import type { Publish } from '../commands/publish.js';
import type { Checkpoints, Tree } from '../ports.js';

/** When the next checkpoint is due: after so many events, or so many ms if there is any. */
export interface Schedule {
  readonly events: number;
  readonly everyMs: number;
}

/** Publishes a checkpoint if one is due. Several replicas may do this: they sign the same. */
export async function publishWhenDue(parts: {
  tree: Tree;
  checkpoints: Checkpoints;
  clock: Clock;
  schedule: Schedule;
  publish: Publish;
}): Promise<void> {
  const { tree, checkpoints, clock, schedule, publish } = parts;
  const last = await checkpoints.newest();
  const grown = (await tree.size()) - (last?.size ?? 0);
  if (grown === 0) return;
  const isOld = last === undefined || clock.now() - last.publishedAt >= schedule.everyMs;
  if (isOld || grown >= schedule.events) await publish();
}
