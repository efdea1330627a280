import type { Sink } from '../../../libs/events/index.js';
import { OWN_SOURCE } from '../core/cloud-event.js';

type Record = (request: {
  source: string;
  events: readonly { sequence: bigint; event: Buffer }[];
}) => Promise<number>;

/** Records this service's own events in the same way as those of other services. */
export function ownRecord(record: Record): Sink {
  return {
    name: 'record',
    async deliver(batch) {
      const events = batch.map(({ sequence, bytes }) => {
        return { sequence: BigInt(sequence), event: bytes };
      });
      await record({ source: OWN_SOURCE, events });
    },
  };
}
