import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log/index.js';
import type { Clock } from './clock.js';
import { readOffsets } from './offset-file.js';

export interface FollowOptions {
  /** Postgres's `clock_timestamp()` in milliseconds since the epoch; see `readPostgresTime`. */
  readonly read: () => Promise<number>;
  readonly log: Pick<Log, 'warn'>;
  /** The time between two readings. Default: 10 s. */
  readonly intervalMs?: number;
  /** For tests: a file with milliseconds to add, read at each `now()`. */
  readonly offsetFile?: string | undefined;
  /** A clock that only goes forward, in milliseconds. Default: `performance.now`. */
  readonly monotonic?: () => number;
}

export interface FollowedClock extends Clock {
  /** False once no reading has succeeded for 30 s: the process must not decide by this clock. */
  readonly healthy: boolean;
  /** Takes one reading now. @throws what `read` threw, or Error if the answer took over 1 s. */
  sync(): Promise<void>;
  stop(): void;
}

/** A reading that took longer is useless: half of its round trip is the error of the clock. */
const LONGEST_ROUND_TRIP_MS = 1000;
const UNHEALTHY_AFTER_MS = 30_000;
/**
 * If a reading is behind by more than this, Postgres's own time has moved, and the clock is set
 * back.
 */
const STEP_BACK_AT_MS = 1000;
const RETRY_MS = 1000;

/**
 * A clock that follows Postgres's. Its time is the last reading, taken as made half-way through its
 * round trip, plus a monotonic clock since. A later reading that is ahead moves the clock forward
 * at once. If a reading is behind by up to 1 s, the clock stands still until Postgres has caught
 * up: time must not run backwards in a process. If a reading is further behind (another Postgres
 * took over, or its time was set), the clock is set back, with a warning: all processes must agree
 * with Postgres.
 *
 * @throws if the first reading fails: a process without the time does not start.
 */
export async function followPostgres(options: FollowOptions): Promise<FollowedClock> {
  const { read, log, intervalMs = 10_000, monotonic = () => performance.now() } = options;
  const offset = options.offsetFile === undefined ? () => 0 : readOffsets(options.offsetFile);
  // Postgres's time when the monotonic clock showed 0.
  let zero = Number.NaN;
  let setAt = Number.NaN;
  let latest = Number.NEGATIVE_INFINITY;

  const following = () => {
    latest = Math.max(latest, zero + monotonic());
    return latest;
  };

  async function sync(): Promise<void> {
    const asked = monotonic();
    const time = await read();
    const answered = monotonic();
    if (!Number.isFinite(time)) throw new Error('Postgres returned no time');
    if (answered - asked > LONGEST_ROUND_TRIP_MS) throw new Error('a Postgres query took too long');
    zero = time - (asked + answered) / 2;
    setAt = answered;
    const behind = latest - (zero + answered);
    if (behind > STEP_BACK_AT_MS) {
      log.warn("Postgres's time went back, and ours with it", { behindMs: Math.round(behind) });
      latest = Number.NEGATIVE_INFINITY;
    }
  }

  const stopped = new AbortController();
  async function keep(): Promise<void> {
    let failing = false;
    while (!stopped.signal.aborted) {
      await sleep(failing ? RETRY_MS : intervalMs, undefined, {
        signal: stopped.signal,
        ref: false,
      });
      try {
        await sync();
        failing = false;
      } catch (error) {
        if (!failing) log.warn("Postgres's time could not be read", { error });
        failing = true;
      }
    }
  }

  // The first reading includes connecting, so it is not used.
  await read();
  await sync().catch(sync);
  keep().catch(() => undefined);

  return {
    now: () => Math.floor(following()) + offset(),
    get healthy() {
      return monotonic() - setAt < UNHEALTHY_AFTER_MS;
    },
    sync,
    stop: () => stopped.abort(),
  };
}
