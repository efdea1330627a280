import type { Clock } from '../../../libs/clock/index.js';
import type { AuditEvent } from '../core/audit-event.js';
import type { Position } from '../core/page-token.js';
import type { Erasing, Selection } from '../ports.js';

/** How long, and how much, events are kept. Absent: for ever, without limit. */
export interface Retention {
  /** In ms. */
  readonly age?: number;
  /** In ms, for these domains in place of `age`. */
  readonly domains: Readonly<Record<string, number>>;
  /** Octets of events in all: beyond it the oldest go. */
  readonly octets?: number;
}

const BATCH = 1000;

/**
 * Erases what is older than it is kept for, and then the oldest of what is too much, in small
 * transactions of their own. Stops between two of them when `signal` is aborted.
 * @returns how many events were erased
 */
export async function retain(parts: {
  erasing: Erasing;
  clock: Clock;
  retention: Retention;
  signal: AbortSignal;
}): Promise<number> {
  const { erasing, clock, retention, signal } = parts;
  const { age, domains, octets } = retention;
  let erased = 0;

  async function eraseAll(
    selection: Selection,
    cause: 'age' | 'size',
    enough: () => Promise<boolean> = async () => false,
  ): Promise<void> {
    const domain = 'domain' in selection ? selection.domain : undefined;
    // Behind where the last batch ended: before it lies only what is kept longer.
    let behind: Position | undefined;
    while (!signal.aborted && !(await enough())) {
      const job = { selection, limit: BATCH, ...(behind === undefined ? {} : { behind }) };
      const { count, last } = await erasing.erase(job, (what): AuditEvent => {
        return { kind: 'erased', cause, domain, eraser: undefined, ...what };
      });
      erased += count;
      if (count < BATCH) return;
      behind = last;
    }
  }

  for (const [domain, keep] of Object.entries(domains)) {
    await eraseAll({ domain, before: clock.now() - keep }, 'age');
  }
  if (age !== undefined) {
    await eraseAll({ notOf: Object.keys(domains), before: clock.now() - age }, 'age');
  }
  if (octets !== undefined) {
    await eraseAll({ oldest: true }, 'size', async () => (await erasing.payloadOctets()) <= octets);
  }
  return erased;
}
