/** There is more to look through than was allowed. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/**
 * What looking through a document may cost. Rules, accounts and ranges multiply: a text of 1 MiB can
 * hold more situations than anybody would wait for. Counted, not timed, so that the same text always
 * fares the same.
 */
export class Work {
  #left: number;

  /** @param allowed a unit is about a nanosecond */
  constructor(allowed: number) {
    this.#left = allowed;
  }

  /** @throws TooMuchWork */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new TooMuchWork();
  }
}
