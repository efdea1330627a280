import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface UntilOptions {
  /**
   * When to give up, in ms: far later than the slowest machine needs, so that no test depends on
   * time. Default: 300 s.
   */
  readonly withinMs?: number;
  /** How often to look, in ms. Default: 10. */
  readonly everyMs?: number;
}

/**
 * Waits until `look` neither throws (as a failing `expect` does) nor returns `false`. Resolves to
 * what it returned.
 *
 * @param what the condition in words: `until('both replicas serve', …)`.
 * @throws Error that names the condition and what the last look saw.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, false>> {
  const { withinMs = 300_000, everyMs = 10 } = options;
  const end = performance.now() + withinMs;
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, withinMs, 'late');
  });
  let last: unknown = 'nothing: the first look has not come back';
  for (;;) {
    const seen = await Promise.race([lookOnce(look), overdue]);
    if (seen === 'late') break;
    if (seen.holds) {
      clearTimeout(timer);
      return seen.value;
    }
    last = seen.last;
    if (performance.now() > end) break;
    await sleep(everyMs);
  }
  throw new Error(`waited ${withinMs / 1000} s until ${what}; last seen: ${describe(last)}`, {
    cause: last,
  });
}

type Seen<T> = { holds: true; value: Exclude<T, false> } | { holds: false; last: unknown };

async function lookOnce<T>(look: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    const value = await look();
    if (value === false) return { holds: false, last: 'not so' };
    return { holds: true, value: value as Exclude<T, false> };
  } catch (error) {
    return { holds: false, last: error };
  }
}

/** Describes an assertion by the value it found, any other error by its message. */
function describe(last: unknown): string {
  if (typeof last === 'string') return last;
  if (!(last instanceof Error)) return inspect(last);
  const { actual } = last as { actual?: unknown };
  return actual === undefined ? last.message : `${last.message}: ${inspect(actual, { depth: 6 })}`;
}
