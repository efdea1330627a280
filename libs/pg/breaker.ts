import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../errors/index.js';

export interface Breaker {
  /** @throws GatepostError UNAVAILABLE at once while open. */
  check(): void;
  /** Say how asking went: after `threshold` failures in a row it opens. */
  succeeded(): void;
  failed(cause: unknown): void;
  readonly open: boolean;
  /** Ends probing. */
  stop(): void;
}

/**
 * Keeps callers from waiting for a server that is not there. While open, nobody but a probe asks:
 * at once, then every `probeIntervalMs`; the first one that succeeds closes it. (The libraries that
 * run on Node 20 probe with a caller's request, which then waits for the time-out.)
 */
export function createBreaker(options: {
  readonly probe: () => Promise<void>;
  readonly threshold: number;
  readonly probeIntervalMs: number;
  readonly onChange: (open: boolean, cause: unknown) => void;
}): Breaker {
  const { probe, threshold, probeIntervalMs, onChange } = options;
  const stopped = new AbortController();
  let failures = 0;
  let open = false;
  let lastCause: unknown;

  async function probeUntilBack(): Promise<void> {
    for (;;) {
      try {
        await probe();
        break;
      } catch (error) {
        lastCause = error;
        await sleep(probeIntervalMs, undefined, { signal: stopped.signal });
      }
    }
    open = false;
    failures = 0;
    onChange(false, undefined);
  }

  return {
    check() {
      if (open) throw unavailable('the database cannot be reached', lastCause);
    },
    succeeded() {
      failures = 0;
    },
    failed(cause) {
      failures += 1;
      lastCause = cause;
      if (open || failures < threshold || stopped.signal.aborted) return;
      open = true;
      onChange(true, cause);
      probeUntilBack().catch(() => undefined);
    },
    get open() {
      return open;
    },
    stop: () => stopped.abort(),
  };
}
