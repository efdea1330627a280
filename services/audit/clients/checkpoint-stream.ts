import { withinAbortScope } from '../../../libs/clock/index.js';
import { checkpointSigned } from '../../../libs/events/definitions/audit.js';
import { makeEvent, type StreamSink } from '../../../libs/events/index.js';
import type { PublishedCheckpoint } from '../ports.js';

const DELIVERY_MS = 10_000;

/**
 * Sends checkpoints to the stream directly, not through the outbox: as events in the record, each would cause the next
 * checkpoint. So they have no number among this service's events. One that fails is not retried, because the next one
 * covers more.
 */
export function checkpointStream(sink: Pick<StreamSink, 'deliver'>) {
  let last = Promise.resolve();
  return {
    announce(
      { origin, size, root, note }: PublishedCheckpoint & { readonly origin: string },
      { id, time }: { readonly id: string; readonly time: number },
    ): Promise<void> {
      const data = { origin, size, root: root.toString('base64'), note };
      const context = { id, time, service: 'audit', domain: undefined };
      const { subject, bytes } = makeEvent(checkpointSigned, context, data);
      const batch = [{ id, subject, bytes }];
      const deliver = () =>
        withinAbortScope({ ms: DELIVERY_MS }, (signal) => sink.deliver(batch, signal));
      // One at a time, because a sink accepts only one delivery at once.
      const mine = last.then(deliver, deliver);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
