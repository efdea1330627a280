import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, createBackoff } from './backoff.js';
import { type Child, type ChildOptions, type Ending, startChild } from './child.js';

/** For a process that was being started when it was asked to stop. */
const LAST_GRACE_MS = 2_000;

export interface SupervisedOptions extends ChildOptions {
  readonly name: string;
  /** Called when it ended without being asked to, and when it is started again. */
  readonly onEnd?: (event: { name: string; ending: Ending; againInMs: number }) => void;
  readonly onStart?: (event: { name: string; pid: number; again: boolean }) => void;
  /** Default: longer each time. */
  readonly backoff?: () => Backoff;
}

/** A process that is started again whenever it ends, until it is stopped. */
export interface Supervised {
  readonly name: string;
  /** The process id; undefined while none runs. */
  readonly pid: number | undefined;
  /** How many times it has ended without being asked to. */
  readonly endings: number;
  signal(signal: NodeJS.Signals): void;
  /** Stops it for good; resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a process. @throws Error if the first start fails */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const { name, onEnd, onStart } = options;
  const stopped = new AbortController();
  const backoff = (options.backoff ?? createBackoff)();
  let child: Child | undefined;
  let endings = 0;

  const start = async (again: boolean) => {
    const started = await startChild(options);
    child = started;
    onStart?.({ name, pid: started.pid, again });
    return started;
  };

  /** Until it is stopped: waits for the end, pauses, and starts it again. */
  const watch = async (first: Child) => {
    let running: Child | undefined = first;
    for (;;) {
      const since = performance.now();
      const ending = (await running?.ended) ?? { code: null, signal: null };
      child = undefined;
      if (stopped.signal.aborted) return;
      endings += 1;
      const againInMs = backoff.next(performance.now() - since);
      onEnd?.({ name, ending, againInMs });
      await sleep(againInMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      // The system may be out of processes or files for the moment; treated as if it had ended at
      // once.
      running = await start(true).catch(() => undefined);
      if (stopped.signal.aborted) await running?.stop(LAST_GRACE_MS);
    }
  };

  const watching = watch(await start(false));
  return {
    name,
    get pid() {
      return child?.pid;
    },
    get endings() {
      return endings;
    },
    signal: (signal) => child?.signal(signal),
    async stop(graceMs) {
      stopped.abort();
      await child?.stop(graceMs);
      await watching;
    },
  };
}
