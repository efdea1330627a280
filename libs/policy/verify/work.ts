/** Thrown if there is more to look through than was allowed. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/**
 * A budget for looking through a document. Rules, accounts and ranges multiply: a text of 1 MiB can
 * have more situations than anyone would wait for. Work is counted, not timed, so that the same
 * text always has the same result.
 */
export class Work {
  #left: number;

  /** @param allowed in units of about a nanosecond */
  constructor(allowed: number) {
    this.#left = allowed;
  }

  /** @throws TooMuchWork */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new TooMuchWork();
  }
}
