import { type PublishParts, publish } from '../commands/publish.js';

/** When the next checkpoint is due: after this many new events, or after this many ms if there is at least one. */
export interface Schedule {
  readonly events: number;
  readonly everyMs: number;
}

/** Publishes a checkpoint if one is due. Several replicas may do so, because they sign the same one. */
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
