import type { Log } from '../../log/index.js';
import type { Leadership } from '../../pg/index.js';
import { keepPositions, readPositions, savePosition } from './outbox-table.js';
import type { Sink } from './sink.js';

export interface RelayPositions {
  readonly numbered: number;
  readonly floor: number;
  readonly positions: Map<string, number>;
}

/**
 * Where a new leader starts: each sink at its position. A sink without one begins with the events
 * still in the outbox. A sink that is no longer configured is forgotten, so that it holds up
 * nothing.
 */
export function loadPositions(options: {
  readonly transaction: Leadership['transaction'];
  readonly sinks: readonly Sink[];
  readonly log: Log;
}): Promise<RelayPositions> {
  const { transaction, sinks, log } = options;
  return transaction(async (tx) => {
    const { numbered, floor, positions } = await readPositions(tx);
    const names = sinks.map(({ name }) => name);
    for (const sink of await keepPositions(tx, names)) {
      log.warn('a sink is no longer configured', { sink, position: positions.get(sink) });
    }
    const loaded = new Map<string, number>();
    for (const name of names) {
      const position = positions.get(name);
      if (position === undefined) {
        await savePosition(tx, name, floor);
        if (floor > 0)
          log.warn('a new sink does not get earlier events', { sink: name, after: floor });
      }
      loaded.set(name, position ?? floor);
    }
    return { numbered, floor, positions: loaded };
  });
}
