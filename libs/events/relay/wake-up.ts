/** Wakes whoever asked for the next wake-up. */
export interface WakeUp {
  wake(): void;
  /** Resolves at the next `wake`. */
  next(): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let { promise, resolve } = later();
  return {
    wake() {
      resolve();
      ({ promise, resolve } = later());
    },
    next: () => promise,
  };
}

function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
