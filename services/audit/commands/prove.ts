import { failedPrecondition, invalidArgument, notFound } from '../../../libs/errors/index.js';
import type { Events, PublishedCheckpoint } from '../ports.js';
import { type PublishParts, publish } from './publish.js';

/**
 * The proof that an event is in the tree of a checkpoint: of the newest (`size` 0; one is published if none covers the
 * event yet), or of the one of exactly that size.
 * @param maySee whether the caller may see events of a domain (undefined: of no domain)
 * @throws GatepostError NOT_FOUND for an event that does not exist or that the caller may not see
 */
export async function prove(
  parts: PublishParts & { readonly events: Events },
  { eventId, size }: { readonly eventId: string; readonly size: number },
  maySee: (domain: string | undefined) => boolean,
) {
  const { events, tree } = parts;
  const event = await events.byId(eventId);
  if (event === undefined || !maySee(event.domain)) throw notFound('no such event');
  const checkpoint = size === 0 ? await covering(parts, event.index) : await exactly(parts, size);
  if (event.index >= checkpoint.size) {
    throw invalidArgument('tree_size', `the event is at index ${event.index}, after that tree`);
  }
  const path = await tree.inclusionPath(event.index, checkpoint.size);
  return { event, path, note: checkpoint.note };
}

async function covering(parts: PublishParts, index: number): Promise<PublishedCheckpoint> {
  const newest = await parts.checkpoints.newest();
  if (newest !== undefined && newest.size > index) return newest;
  const published = await publish(parts);
  if (published.size <= index) throw failedPrecondition('the event is under no checkpoint yet');
  return published;
}

async function exactly({ checkpoints }: PublishParts, size: number): Promise<PublishedCheckpoint> {
  const [found] = await checkpoints.from(size, 1);
  if (found?.size === size) return found;
  throw notFound(`no checkpoint of ${size} leaves was published`);
}
