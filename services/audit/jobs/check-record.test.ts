import { expect, it } from 'vitest';
import { manualClock } from '../../../libs/clock/index.js';
import type { FoundEvent, PublishedCheckpoint, RecordedEvent } from '../ports.js';
import { checkRecord } from './check-record.js';

const T0 = Date.parse('2026-11-01T12:00:00Z');
const MINUTE = 60_000;

function world(options: { leaves: number; signed: number; refused?: number }) {
  const clock = manualClock(T0);
  return {
    clock,
    schedule: { events: 10_000, everyMs: MINUTE },
    alarms: { stillMissing: async () => false },
    tree: { size: async () => options.leaves },
    checkpoints: { newest: async () => ({ size: options.signed }) as PublishedCheckpoint },
    events: {
      find: async ({ filter }: { filter: { since?: number } }) =>
        options.refused !== undefined && options.refused >= (filter.since ?? 0)
          ? [{} as FoundEvent]
          : [],
      leaves: async () => ({ events: [{ recordedAt: T0 } as RecordedEvent], hashes: [] }),
    },
  };
}

it('says that signing stopped once an event has waited for a checkpoint for too long', async () => {
  const record = world({ leaves: 11, signed: 10 });
  expect(await checkRecord(record)).toMatchObject({ signing: true });
  record.clock.advance(6 * MINUTE);
  expect(await checkRecord(record)).toMatchObject({ signing: true });
  record.clock.advance(1);
  expect(await checkRecord(record)).toMatchObject({ signing: false });
});

it('does not say so where nothing waits, however long ago the last was signed', async () => {
  const record = world({ leaves: 10, signed: 10 });
  record.clock.advance(600 * MINUTE);
  expect(await checkRecord(record)).toMatchObject({ signing: true });
});

it('says for a day that an event was refused', async () => {
  const record = world({ leaves: 1, signed: 1, refused: T0 });
  expect(await checkRecord(record)).toMatchObject({ accepting: false });
  record.clock.advance(24 * 60 * MINUTE + 1);
  expect(await checkRecord(record)).toMatchObject({ accepting: true });
});
