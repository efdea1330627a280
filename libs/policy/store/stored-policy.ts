import type { Described, Policy } from '../decide/policy.js';
import type { Shape } from '../decide/shape.js';
import * as at from './slots.js';

/** A policy as stored in the words of a table. */
export class StoredPolicy implements Policy {
  readonly shape: Shape;
  readonly words: Uint32Array;
  readonly #slot: number;
  readonly #described: readonly Described[];

  constructor(shape: Shape, words: Uint32Array, slot: number, described: readonly Described[]) {
    this.shape = shape;
    this.words = words;
    this.#slot = slot;
    this.#described = described;
  }

  get sets(): number {
    const length = (this.words[this.#slot + at.LENGTHS] as number) & 0xff;
    return (this.words[this.#slot + at.NAME] as number) + ((length + 3) >>> 2);
  }

  /** Stored elsewhere, and so read only when it is needed. */
  get described(): Described {
    return this.#described[this.words[this.#slot + at.DESCRIBED] as number] as Described;
  }
}
