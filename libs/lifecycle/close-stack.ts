import type { Log } from '../log/index.js';

/** What a process has opened, to be closed in reverse order. */
export interface CloseStack {
  push(close: () => unknown): void;
  /** Closes everything. A failure is logged, and the rest is closed all the same. */
  closeAll(): Promise<void>;
}

/** An empty stack. Errors while closing go to `log`. */
export function createCloseStack(log: Log): CloseStack {
  const stack: (() => unknown)[] = [];
  return {
    push: (close) => void stack.push(close),
    async closeAll() {
      for (let close = stack.pop(); close !== undefined; close = stack.pop()) {
        try {
          await close();
        } catch (error) {
          log.error('closing failed', { error });
        }
      }
    },
  };
}
