import type { Clock } from '../../../libs/clock/index.js';
import type { AuditEvent } from '../core/audit-event.js';
import type { Position } from '../core/page-token.js';
import type { Erasing, Selection } from '../ports.js';

/** How long and how much is kept. An absent limit does not apply. */
export interface Retention {
  /** In ms. */
  readonly age?: number;
  /** In ms, for these domains instead of `age`. */
  readonly domains: Readonly<Record<string, number>>;
  /** Octets of all events together. Beyond this, the oldest are erased. */
  readonly octets?: number;
}

const BATCH = 1000;

/**
 * Erases events older than their limit, and then the oldest events beyond the size limit, in small separate
 * transactions. Stops between two of them when `signal` is aborted.
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
    // Continues where the last batch ended: everything before is kept longer.
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
