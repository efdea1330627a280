import type { Sharing } from '../decide/policy.js';

/** In UTF-16 units of JSON. A longer value is rarely equal to another, and is kept as it is. */
const LONGEST = 1024;
/** How many values are known at a time: those that no other policy has are not worth more memory. */
const MOST = 4096;

/**
 * Keeps one of each group of equal values. Documents of many domains differ in little, so what they have in common takes
 * memory once.
 */
export class Interned implements Sharing {
  readonly #known = new Map<string, unknown>();

  /**
   * What `make` made of the first value of this part that had the same JSON form.
   *
   * @param value a value that JSON describes completely; nobody changes it, nor what is made of it
   */
  made<From, T>(part: string, value: From, make: (value: From) => T): T {
    const json = JSON.stringify(value);
    if (json.length > LONGEST) return make(value);
    const key = `${part} ${json}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known as T;
    // Values that many share are soon known again.
    if (this.#known.size >= MOST) this.#known.clear();
    const made = make(value);
    this.#known.set(key, made);
    return made;
  }
}
