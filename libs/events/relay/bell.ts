/** Wakes one who waits: a ring while nobody waits is heard by the next. */
export interface Bell {
  ring(): void;
  /** Resolves at a ring, after `ms`, or when `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = undefined;
          rung = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        if (rung || signal.aborted) return done();
        signal.addEventListener('abort', done, { once: true });
        wake = done;
      }),
  };
}
