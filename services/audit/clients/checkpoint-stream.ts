import { withinAbortScope } from '../../../libs/clock/index.js';
import { checkpointSigned } from '../../../libs/events/definitions/audit.js';
import { makeEvent, type StreamSink } from '../../../libs/events/index.js';
import type { PublishedCheckpoint } from '../ports.js';

const DELIVERY_MS = 10_000;

/**
 * Brings checkpoints to the stream, past the outbox: in the record each would be a reason for the next.
 * So none has a number among the events of this service. One that does not arrive is not tried again: the next says more.
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
      // One at a time, as a sink takes them.
      const mine = last.then(deliver, deliver);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
