import { setTimeout as delay } from 'node:timers/promises';

/** Undefined if it takes longer. A failure after that is not lost on whoever awaits it again. */
export async function within<T>(made: Promise<T>, ms: number): Promise<T | undefined> {
  const late = new AbortController();
  const waited = delay(ms, undefined, { signal: late.signal }).catch(() => undefined);
  try {
    return await Promise.race([made, waited]);
  } finally {
    late.abort();
    made.catch(() => undefined);
  }
}
