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
 * A pass begins at the oldest event this often. It finds events that arrived later than events with a later time, and
 * those that another transaction held.
 */
const WHOLE_PASS_MS = 24 * 60 * 60_000;

/** How far each selection was looked through. One replica's memory of it: another begins at the oldest event. */
export type Passes = Map<string, { readonly began: number; readonly last: Position }>;

/**
 * Erases events older than their limit, and then the oldest events beyond the size limit, in small separate
 * transactions. Stops between two of them when `signal` is aborted. Continues where the last call with the same `passes`
 * ended, so that events which are kept longer are looked at once a day and not each time.
 * @returns how many events were erased
 */
export async function retain(parts: {
  readonly erasing: Erasing;
  readonly clock: Clock;
  readonly retention: Retention;
  readonly passes: Passes;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { erasing, clock, retention, passes, signal } = parts;
  const { age, domains, octets } = retention;
  let erased = 0;

  async function eraseAll(
    selection: Selection,
    cause: 'age' | 'size',
    enough: () => Promise<boolean> = async () => false,
  ): Promise<void> {
    const domain = 'domain' in selection ? selection.domain : undefined;
    const key = domain === undefined ? cause : `domain ${domain}`;
    const known = passes.get(key);
    const pass =
      known !== undefined && clock.now() - known.began < WHOLE_PASS_MS ? known : undefined;
    const began = pass?.began ?? clock.now();
    let behind = pass?.last;
    while (!signal.aborted && !(await enough())) {
      const job = { selection, limit: BATCH, ...(behind && { behind }) };
      const { count, last, done } = await erasing.erase(job, (what): AuditEvent => {
        return { kind: 'erased', cause, domain, eraser: undefined, ...what };
      });
      erased += count;
      behind = last ?? behind;
      if (behind !== undefined) passes.set(key, { began, last: behind });
      if (done) return;
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
