import { deadlineExceeded, type GatepostError } from '../../errors/index.js';

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The time that a piece of work has. It ends at the deadline, when it is aborted, or with the scope
 * it lies in. Whatever is awaited through `race` is then given up, so that nothing can hang on it.
 */
export class Scope {
  /** In ms of `performance.now()`; Infinity for none. */
  readonly deadline: number;
  #controller: AbortController | undefined;
  readonly #onAbort = new Set<(reason: GatepostError) => void>();
  readonly #leave: () => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #reason: GatepostError | undefined;

  constructor(options: { deadline: number; within?: Scope }) {
    const { deadline, within } = options;
    this.deadline = Math.min(deadline, within?.deadline ?? Number.POSITIVE_INFINITY);
    this.#leave = within?.onAbort((reason) => this.abort(reason)) ?? (() => {});
    const left = this.deadline - performance.now();
    if (left <= 0) this.abort(deadlineExceeded());
    else if (left < LONGEST_TIMER) {
      this.#timer = setTimeout(() => this.abort(deadlineExceeded()), left);
    }
  }

  /** Created on first use: most work is over before anyone needs it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Why the scope has ended; undefined while it has not. */
  get reason(): GatepostError | undefined {
    return this.#reason;
  }

  abort(reason: GatepostError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#onAbort) listener(reason);
    this.#onAbort.clear();
    this.#controller?.abort(reason);
  }

  /**
   * Calls the listener when the scope is aborted, or at once if it already is. Returns a function
   * that removes the listener.
   */
  onAbort(listener: (reason: GatepostError) => void): () => void {
    if (this.#reason !== undefined) listener(this.#reason);
    else this.#onAbort.add(listener);
    return () => void this.#onAbort.delete(listener);
  }

  /**
   * Resolves to the result of `work`, or rejects with the scope's reason if the scope ends first.
   * An error that `work` throws after the end is ignored.
   */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const forget = this.onAbort(reject);
      work.then(resolve, (error) => reject(this.#reason ?? error)).finally(forget);
    });
  }

  /** Clears the timer and the listeners. Call it when the work is over. */
  close(): void {
    clearTimeout(this.#timer);
    this.#leave();
    this.#onAbort.clear();
  }
}
