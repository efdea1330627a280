import { setTimeout as sleep } from 'node:timers/promises';
import { withinAbortScope } from '../../clock/index.js';
import type { WakeSignal } from '../../clock/wake-signal.js';
import type { Log } from '../../log/index.js';
import type { NumberedEvent, RelayMetrics, Sink } from './sink.js';

const DELIVERY_TIMEOUT_MS = 30_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A sink also looks without being woken, in case a read failed. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Delivers the events after `position` to one sink, batch by batch, until `signal` is aborted. A
 * failed delivery is repeated after a pause that grows from 0.1 s to 5 s.
 *
 * @throws only what `save` throws when another relay leads
 */
export async function deliverAll(options: {
  readonly sink: Sink;
  readonly position: number;
  readonly signal: AbortSignal;
  readonly news: WakeSignal;
  readonly log: Log;
  readonly metrics: RelayMetrics | undefined;
  /** Returns the sink's position after the events that it skips because it is too far behind. */
  readonly skipEvents: (position: number) => Promise<number>;
  readonly read: (after: number) => Promise<readonly NumberedEvent[]>;
  /** Saves the new position, before anything after it is delivered. */
  readonly save: (position: number) => Promise<void>;
}): Promise<void> {
  const { sink, signal, news, log, metrics, skipEvents, read, save } = options;
  let { position } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      position = await skipEvents(position);
      const batch = await read(position);
      const last = batch.at(-1);
      if (last === undefined) {
        await news.wait(LOOK_AGAIN_MS, signal);
        continue;
      }
      await deliverInTime(sink, batch, signal);
      await save(last.sequence);
      position = last.sequence;
      metrics?.delivered(sink.name, batch.length);
      if (failures > 0) log.info('delivering again', { sink: sink.name, position });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if ((error as { code?: unknown }).code === 'ABORTED') throw error;
      failures += 1;
      metrics?.failed(sink.name);
      if (failures === 1) log.warn('cannot deliver', { error, sink: sink.name, position });
      await sleep(pauseAfter(failures), undefined, { signal }).catch(() => undefined);
    }
  }
}

function pauseAfter(failures: number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return pause * (0.5 + Math.random() / 2);
}

async function deliverInTime(
  sink: Sink,
  batch: readonly NumberedEvent[],
  signal: AbortSignal,
): Promise<void> {
  await withinAbortScope({ signals: [signal], ms: DELIVERY_TIMEOUT_MS }, (inTime) => {
    const gaveUp = new Promise<never>((_, reject) => {
      const giveUp = () => reject(new Error('not delivered in time'));
      inTime.addEventListener('abort', giveUp, { once: true });
    });
    return Promise.race([sink.deliver(batch, inTime), gaveUp]);
  });
}
