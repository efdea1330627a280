import { type PublishParts, publish } from '../commands/publish.js';

/** When the next checkpoint is due: after so many events, or so many ms if there is any. */
export interface Schedule {
  readonly events: number;
  readonly everyMs: number;
}

/** Publishes a checkpoint if one is due. Several replicas may do this: they sign the same. */
export async function publishWhenDue(
  parts: PublishParts & { readonly schedule: Schedule },
): Promise<void> {
  const { tree, checkpoints, clock, schedule } = parts;
  const last = await checkpoints.newest();
  const grown = (await tree.size()) - (last?.size ?? 0);
  if (grown === 0) return;
  const isOld = last === undefined || clock.now() - last.publishedAt >= schedule.everyMs;
  if (isOld || grown >= schedule.events) await publish(parts);
}
