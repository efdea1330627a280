import { Piscina } from 'piscina';
import type { Checker } from '../ports.js';

/** Beside the thread that decides logins. */
const THREADS = 2;
const IDLE_MS = 30_000;

/** Reads, compiles and verifies documents in threads of their own, so that no login waits for it. */
export function checkInWorkers(): Checker & { close(): Promise<void> } {
  const pool = new Piscina({
    filename: new URL('./checker-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE_MS,
  });
  return {
    readSources: (sources) => pool.run(sources, { name: 'read' }),
    checkSet: (set) => pool.run(set, { name: 'check' }),
    verify: (policies, star, now) => pool.run({ policies, star, now }, { name: 'verify' }),
    close: () => pool.destroy(),
  };
}
