/** Ends the pause of one waiter. If nobody waits, `wake` ends the next wait at once. */
export interface WakeSignal {
  wake(): void;
  /** Resolves when it is woken, after `ms`, or when `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A wake signal for one waiter. A second `wait()` while the first waits is not supported. */
export function createWakeSignal(): WakeSignal {
  let woken = false;
  let finish: (() => void) | undefined;
  return {
    wake() {
      woken = true;
      finish?.();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          finish = undefined;
          woken = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        if (woken || signal.aborted) return done();
        signal.addEventListener('abort', done, { once: true });
        finish = done;
      }),
  };
}
