import { GatepostError } from '../../../libs/errors/index.js';
import type { Batch } from '../ports.js';

/**
 * Takes in a part of the record. Where it cannot be because of what an event says, its events are taken
 * in one by one, and those that cannot be are passed over, with an event that tells of it: else nobody
 * would ever be told of what comes after. What the database or another service is the cause of is thrown
 * on, and tried again.
 *
 * @param take takes in a part, whole or not at all; twice is once
 */
export async function takeInBounded(
  take: (batch: Batch) => Promise<void>,
  batch: Batch,
  onSkipped: (error: unknown) => void,
): Promise<void> {
  try {
    return await take(batch);
  } catch (error) {
    if (!isOfContent(error)) throw error;
  }
  const { happenings, position } = batch;
  for (const happening of happenings) {
    try {
      await take({ position: undefined, happenings: [happening] });
    } catch (error) {
      if (!isOfContent(error)) throw error;
      onSkipped(error);
      await take({ position: undefined, happenings: [{ is: 'skipped', why: whyOf(error) }] });
    }
  }
  await take({ position, happenings: [] });
}

/** A value that Postgres cannot hold (SQLSTATE class 22), or a mistake of ours that this event brings out. */
function isOfContent(error: unknown): boolean {
  if (!(error instanceof GatepostError)) return true;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}

/** Never the error's text: it may quote what somebody named. */
function whyOf(error: unknown): string {
  if (!(error instanceof GatepostError)) return error instanceof Error ? error.name : 'unknown';
  return `SQLSTATE ${(error.cause as { readonly code: string }).code}`;
}
