/** A set that is stored once, however many policies share it. */
interface Shared {
  readonly at: number;
  readonly length: number;
}

/** An array of words that grows at its end. What was written keeps its position. */
export class Words {
  all: Uint32Array;
  #used: number;
  readonly #shared = new Map<number, Shared[]>();

  /** @param first how many words at the start belong to the owner */
  constructor(first: number) {
    this.all = new Uint32Array(first);
    this.#used = first;
  }

  /** Reserves `length` words at the end, and returns where they begin. */
  reserve(length: number): number {
    const begin = this.#used;
    this.#used += length;
    if (this.#used > this.all.length) {
      const larger = new Uint32Array(Math.max(this.#used, Math.ceil(1.5 * this.all.length)));
      larger.set(this.all);
      this.all = larger;
    }
    return begin;
  }

  /**
   * Writes a list at the end, unless `share` wrote an equal one before. Returns where it begins.
   */
  share(list: Uint32Array): number {
    const sum = list.reduce((mixed, word) => Math.imul(mixed ^ word, 0x01000193), list.length);
    const alike = this.#shared.get(sum) ?? [];
    const known = alike.find(({ at, length }) => {
      return length === list.length && list.every((word, n) => this.all[at + n] === word);
    });
    if (known !== undefined) return known.at;
    const at = this.reserve(list.length);
    this.all.set(list, at);
    this.#shared.set(sum, [...alike, { at, length: list.length }]);
    return at;
  }
}
