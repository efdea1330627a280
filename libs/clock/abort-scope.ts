export interface AbortScope {
  /**
   * Aborted when one of `signals` is, when `ms` have passed, or by `abort`; the reason is passed
   * on.
   */
  readonly signal: AbortSignal;
  /** Whether the time limit ended it. */
  readonly timedOut: boolean;
  abort(reason?: unknown): void;
  /** Starts the time limit again. */
  refresh(): void;
  /** Clears the timer and stops listening. After that, the signal is never aborted. */
  release(): void;
}

export interface AbortScopeOptions {
  readonly signals?: readonly AbortSignal[];
  /** Absent: no time limit. */
  readonly ms?: number;
}

/**
 * One signal from several signals and a time limit. The holder releases it when the work is over.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` cannot be released. Node 20 to 24 keep a composite
 * signal with listeners until it is aborted. If its timeout was garbage-collected, that never
 * happens, and the signal and everything that its listeners reach leak. The linter refuses both
 * functions in production code.
 */
export function abortScope({ signals = [], ms }: AbortScopeOptions): AbortScope {
  const controller = new AbortController();
  let timedOut = false;
  const listeners: (() => void)[] = [];
  const release = () => {
    clearTimeout(timer);
    for (const stop of listeners.splice(0)) stop();
  };
  const abort = (reason?: unknown) => {
    release();
    controller.abort(reason);
  };
  const onTime = () => {
    timedOut = !controller.signal.aborted;
    abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError'));
  };
  const timer = ms === undefined ? undefined : setTimeout(onTime, ms);
  for (const signal of signals) {
    if (signal.aborted) {
      abort(signal.reason);
      break;
    }
    const listener = () => abort(signal.reason);
    signal.addEventListener('abort', listener, { once: true });
    listeners.push(() => signal.removeEventListener('abort', listener));
  }
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut;
    },
    abort,
    refresh: () => void timer?.refresh(),
    release,
  };
}

/** Runs `work` with an `abortScope` that is released when `work` settles. */
export async function withinAbortScope<T>(
  options: AbortScopeOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const scope = abortScope(options);
  try {
    return await work(scope.signal);
  } finally {
    scope.release();
  }
}
