import { MORE } from '../../../libs/kit/jobs.js';

/** Events that are kept until the record has them. */
export interface Waiting {
  oldest(limit: number): { id: string; bytes: Buffer }[];
  remove(ids: readonly string[]): void;
}

const BATCH = 100;

/**
 * Sends a batch of waiting events to the record.
 * @returns `MORE` unless nothing was waiting
 */
export async function deliverEvents(parts: {
  waiting: Waiting;
  record: (events: readonly Buffer[], signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}): Promise<unknown> {
  const { waiting, record, signal } = parts;
  const batch = waiting.oldest(BATCH);
  if (batch.length === 0) return undefined;
  await record(
    batch.map(({ bytes }) => bytes),
    signal,
  );
  waiting.remove(batch.map(({ id }) => id));
  return MORE;
}
