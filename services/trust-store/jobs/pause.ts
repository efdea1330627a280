/** Waiting that can be cut short. */
export interface Pause {
  /** Resolves after `ms`, or when it is woken; at once if it was since it last resolved. */
  wait(ms: number): Promise<void>;
  wake(): void;
}

/** For one waiter at a time. */
export function makePause(): Pause {
  let woken = false;
  let finish: (() => void) | undefined;
  return {
    async wait(ms) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          finish = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      finish = undefined;
      woken = false;
    },
    wake() {
      woken = true;
      finish?.();
    },
  };
}
