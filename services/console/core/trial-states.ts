import type { TrialReport } from './document.js';
import type { ProgressOr } from './evidence.js';

/** What a domain's first page says about a trial. `runs`: it is not ready, or not yet counted. */
export type TrialState = 'none' | 'runs' | 'ready';

/** A running count of a trial: progress, then what it found. Nothing if no trial runs. */
export type TrialCount = (
  signal: AbortSignal,
) => AsyncGenerator<ProgressOr<Pick<TrialReport, 'ready'>>>;

/** What is known of a trial. */
export interface Seen {
  readonly state: TrialState;
  /** The count under way, if any. It does not reject. */
  readonly counted?: Promise<TrialState>;
}

interface Kept {
  readonly state: TrialState;
  readonly until: number;
  /** When it was last known that the trial runs. */
  askedAt: number;
}

/** How long a count is used. */
const KEPT_MS = 300_000;
/** How long nobody asks again whether the trial still runs: its services count sign-ins before they answer. */
const UNASKED_MS = 60_000;
/** Counts under way at once, on one replica. */
const MOST_AT_ONCE = 4;
const MOST_KEPT = 1_000;

/**
 * Whether trials are ready, as of minutes ago. A count reads every sign-in since its trial began, which takes seconds
 * in a large domain. So one count serves many views of a page, and no view has to wait for it.
 */
export class TrialStates {
  readonly #now: () => number;
  readonly #failed: (error: unknown) => void;
  readonly #kept = new Map<string, Kept>();
  readonly #counting = new Map<string, Promise<TrialState>>();
  readonly #looking = new Map<string, Promise<Seen>>();

  /**
   * @param parts.now ms since the epoch
   * @param parts.failed is told why a count that nobody waits for ended
   */
  constructor(parts: { readonly now: () => number; readonly failed: (error: unknown) => void }) {
    this.#now = parts.now;
    this.#failed = parts.failed;
  }

  /**
   * Asks whether a trial runs, and whether it is ready if that was counted lately. Otherwise a count goes on. Who asks
   * before the answer shares it.
   * @param key who asks about which domain: nobody is told what was counted for another
   * @throws what the beginning of the count throws
   */
  async look(key: string, count: TrialCount): Promise<Seen> {
    const kept = this.#keptOf(key);
    if (kept !== undefined && this.#now() - kept.askedAt < UNASKED_MS) return { state: kept.state };
    // Nobody but who began a count waits for it.
    if (this.#counting.has(key)) return { state: 'runs' };
    const looking = this.#looking.get(key) ?? this.#look(key, count);
    this.#looking.set(key, looking);
    return looking;
  }

  /** What was counted lately, or undefined. A trial may have ended since. */
  known(key: string): TrialState | undefined {
    return this.#keptOf(key)?.state;
  }

  /** To be called when a trial began or ended. */
  forget(key: string): void {
    this.#kept.delete(key);
  }

  async #look(key: string, count: TrialCount): Promise<Seen> {
    try {
      return await this.#begin(key, count);
    } finally {
      this.#looking.delete(key);
    }
  }

  async #begin(key: string, count: TrialCount): Promise<Seen> {
    const leave = new AbortController();
    const parts = count(leave.signal);
    const first = await parts.next();
    if (first.done) {
      this.#kept.delete(key);
      return { state: 'none' };
    }
    if (first.value.kind === 'result') return { state: this.#keep(key, first.value.result) };
    const kept = this.#keptOf(key);
    if (kept === undefined && this.#counting.size < MOST_AT_ONCE) {
      const counted = this.#goOn(key, parts);
      this.#counting.set(key, counted);
      return { state: 'runs', counted };
    }
    leave.abort();
    parts.return(undefined).catch(() => undefined);
    if (kept === undefined) return { state: 'runs' };
    kept.askedAt = this.#now();
    return { state: kept.state };
  }

  async #goOn(key: string, parts: ReturnType<TrialCount>): Promise<TrialState> {
    try {
      for await (const part of parts) {
        if (part.kind === 'result') return this.#keep(key, part.result);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#counting.delete(key);
    }
    return 'runs';
  }

  #keep(key: string, { ready }: Pick<TrialReport, 'ready'>): TrialState {
    const state = ready ? 'ready' : 'runs';
    this.#kept.delete(key);
    const now = this.#now();
    this.#kept.set(key, { state, until: now + KEPT_MS, askedAt: now });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return state;
  }

  #keptOf(key: string): Kept | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.until > this.#now() ? kept : undefined;
  }
}
