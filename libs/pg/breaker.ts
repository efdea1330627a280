import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../errors/index.js';

/** How long an answer that did not come counts. */
const SILENCES_COUNT_MS = 30_000;

export interface Breaker {
  /** @throws GatepostError UNAVAILABLE at once while open. */
  check(): void;
  /** Report how a call went. The breaker opens after `threshold` failures in a row. */
  succeeded(): void;
  failed(cause: unknown): void;
  /**
   * Reports a call that failed because its answer did not come. The breaker also opens after `threshold` of these within
   * 30 s, whatever else was answered meanwhile: a primary without its standbys answers every read, and no commit.
   */
  silent(cause: unknown): void;
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
  /** In ms. Default: the monotonic clock of the process. */
  readonly now?: () => number;
}): Breaker {
  const { probe, threshold, probeIntervalMs, onChange, now = () => performance.now() } = options;
  const stopped = new AbortController();
  let failures = 0;
  let open = false;
  let lastCause: unknown;
  /** When answers did not come, of late. */
  let silences: readonly number[] = [];

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
    silences = [];
    onChange(false, undefined);
  }

  function failed(cause: unknown): void {
    failures += 1;
    lastCause = cause;
    const enough = failures >= threshold || silences.length >= threshold;
    if (open || !enough || stopped.signal.aborted) return;
    open = true;
    onChange(true, cause);
    probeUntilBack().catch(() => undefined);
  }

  return {
    check() {
      if (open) throw unavailable('the database cannot be reached', lastCause);
    },
    succeeded() {
      failures = 0;
    },
    failed,
    silent(cause) {
      silences = [...silences.filter((at) => at > now() - SILENCES_COUNT_MS), now()];
      failed(cause);
    },
    get open() {
      return open;
    },
    stop: () => stopped.abort(),
  };
}
