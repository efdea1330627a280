import type { Log } from '../ports.js';

export interface RunningSweeper {
  /** Resolves when what is being swept is done with. */
  stop(): Promise<void>;
}

/**
 * Sweeps every `everyMs`, each kind of thing apart. Every replica may: none waits for another, and
 * what is announced is announced once. Nothing is decided by it: what has lapsed is judged by the
 * clock.
 */
export function startSweeper(options: {
  readonly sweeps: Readonly<Record<string, () => Promise<void>>>;
  readonly everyMs: number;
  readonly log: Log;
}): RunningSweeper {
  const { sweeps, everyMs, log } = options;
  const failing = new Set<string>();
  let wake = () => {};
  let stopped = false;

  async function run(): Promise<void> {
    while (!stopped) {
      for (const [what, sweep] of Object.entries(sweeps)) {
        try {
          await sweep();
          failing.delete(what);
        } catch (error) {
          if (!failing.has(what)) log.warn('sweeping failed, and is tried again', { what, error });
          failing.add(what);
        }
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, stopped ? 0 : everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
