import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../errors/index.js';

export interface Breaker {
  /** @throws GatepostError UNAVAILABLE at once while open. */
  check(): void;
  /** Report how a call went. The breaker opens after `threshold` failures in a row. */
  succeeded(): void;
  failed(cause: unknown): void;
  readonly open: boolean;
  /** Stops probing. */
  stop(): void;
}

/**
 * Keeps callers from waiting for a server that is down. While the breaker is open, only a probe
 * asks the server: at once, then every `probeIntervalMs`. The first probe that succeeds closes the
 * breaker. (The libraries that run on Node 20 probe with a caller's request, which then waits for
 * the time-out.)
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
