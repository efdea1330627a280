import { GatepostError } from '../../../libs/errors/index.js';
import type { Batch } from '../ports.js';

/**
 * Processes a batch of the record. If that fails because of the content of an event, its events are processed one by
 * one. Those that still fail are skipped, with an event that reports it; otherwise nobody would be notified of anything
 * later. Failures of the database or of another service are rethrown, and the batch is tried again.
 *
 * @param processBatch processes a batch completely or not at all; repeating it has no further effect
 */
export async function processOrSkip(
  processBatch: (batch: Batch) => Promise<void>,
  batch: Batch,
  onSkipped: (error: unknown) => void,
): Promise<void> {
  try {
    return await processBatch(batch);
  } catch (error) {
    if (!isOfContent(error)) throw error;
  }
  const { events, position } = batch;
  for (const event of events) {
    try {
      await processBatch({ position: undefined, events: [event] });
    } catch (error) {
      if (!isOfContent(error)) throw error;
      onSkipped(error);
      await processBatch({
        position: undefined,
        events: [{ is: 'skipped', why: whyOf(error) }],
      });
    }
  }
  await processBatch({ position, events: [] });
}

/**
 * Whether the event's content is the cause: a value that Postgres cannot store (SQLSTATE class 22), or a bug of ours
 * that this event triggers.
 */
function isOfContent(error: unknown): boolean {
  if (!(error instanceof GatepostError)) return true;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}

/** Never the error's text, because it may quote a name that somebody chose. */
function whyOf(error: unknown): string {
  if (!(error instanceof GatepostError)) return error instanceof Error ? error.name : 'unknown';
  return `SQLSTATE ${(error.cause as { readonly code: string }).code}`;
}
