import type { CompiledPolicy } from '../compile/compiled.js';
import { packedLength, packRanges } from '../decide/packed-ranges.js';
import { type Described, describe, type Policy } from '../decide/policy.js';
import { type Shape, Shapes } from '../decide/shape.js';
import { Interned } from './interned.js';
import { hashName, isNameAt, nameLength, writeName } from './packed-name.js';
import * as at from './slots.js';
import { StoredPolicy } from './stored-policy.js';
import { Words } from './words.js';

/** A policy prepared for a slot of the table. */
export interface PackedPolicy {
  readonly described: Described;
  readonly shape: Shape;
  /** A number that the owner of the table chose. */
  readonly tag: number;
  readonly sets: readonly Uint32Array[];
}

export interface Found {
  readonly policy: Policy;
  readonly tag: number;
}

/** A set of more words than this is stored once, however many policies share it. */
const SHARED_FROM = 64;
const LEAST_SLOTS = 16;

/**
 * Policies by name. Deciding for one of very many policies waits for memory about once: name, shape
 * and ranges lie side by side, in the slot that the hash of the name leads to.
 *
 * A slot is written once, so a policy that was found stays valid whatever is set or deleted later.
 * When few slots are left, all policies in force move to a new array of words.
 */
export class PolicyTable {
  readonly #shapes = new Shapes();
  readonly #interned = new Interned();
  #slots = LEAST_SLOTS;
  #words = new Words(LEAST_SLOTS * at.SLOT);
  #described: Described[] = [];
  #shapeList: Shape[] = [];
  #shapeNumbers = new Map<Shape, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @throws Error if the compiled form cannot be used */
  pack(compiled: CompiledPolicy, tag = 0): PackedPolicy {
    const described = describe(compiled, this.#interned);
    const sets = compiled.rangeSets.map(packRanges);
    return { described, shape: this.#shapes.of(compiled), tag, sets };
  }

  find(name: string): Found | undefined {
    const slot = this.#slotOf(name);
    if (slot < 0) return undefined;
    const words = this.#words.all;
    const shape = this.#shapeList[words[slot + at.SHAPE] as number] as Shape;
    const tag = words[slot + at.TAG] as number;
    return { policy: new StoredPolicy(shape, words, slot, this.#described), tag };
  }

  set(packed: PackedPolicy): void {
    this.delete(packed.described.domain);
    if (3 * (this.#described.length + 1) > 2 * this.#slots) this.#move();
    this.#write(packed);
  }

  delete(name: string): void {
    const slot = this.#slotOf(name);
    if (slot < 0) return;
    this.#words.all[slot + at.STATE] = at.REMOVED;
    this.#size--;
  }

  #slotOf(name: string): number {
    const words = this.#words.all;
    const end = this.#slots * at.SLOT;
    const hash = hashName(name);
    for (let slot = placeOf(hash, this.#slots); ; ) {
      const state = words[slot + at.STATE];
      if (state === at.EMPTY) return -1;
      if (words[slot + at.HASH] === hash && state === at.LIVE && isAt(words, slot, name)) {
        return slot;
      }
      slot += at.SLOT;
      if (slot === end) slot = 0;
    }
  }

  #write({ described, shape, tag, sets }: PackedPolicy): void {
    const name = described.domain;
    const hash = hashName(name);
    const slot = this.#freeSlot(hash);
    const head = nameLength(name) + sets.length;
    const begins = this.#writeSets(slot, sets);
    let nameAt = at.inlineName(slot, head);
    if (nameAt < 0) nameAt = this.#words.reserve(head);
    const words = this.#words.all;
    writeName(words, nameAt, name);
    words.set(begins, nameAt + nameLength(name));
    words.set([hash, at.LIVE, name.length | (sets.length << 8), nameAt], slot);
    const index = this.#described.push(described) - 1;
    words.set([this.#numberOf(shape), tag, index], slot + at.SHAPE);
    this.#size++;
  }

  /** Stores the sets, and returns where each begins. */
  #writeSets(slot: number, sets: readonly Uint32Array[]): number[] {
    const length = (list: readonly Uint32Array[]) => list.reduce((sum, set) => sum + set.length, 0);
    let next = at.inlineSets(slot, length(sets));
    const whole = next >= 0;
    return sets.map((set) => {
      if (!whole && set.length > SHARED_FROM) return this.#words.share(set);
      const begin = whole ? next : this.#words.reserve(set.length);
      this.#words.all.set(set, begin);
      next += set.length;
      return begin;
    });
  }

  #freeSlot(hash: number): number {
    const words = this.#words.all;
    let slot = placeOf(hash, this.#slots);
    while (words[slot + at.STATE] !== at.EMPTY) {
      slot += at.SLOT;
      if (slot === this.#slots * at.SLOT) slot = 0;
    }
    return slot;
  }

  #numberOf(shape: Shape): number {
    const known = this.#shapeNumbers.get(shape);
    if (known !== undefined) return known;
    this.#shapeNumbers.set(shape, this.#shapeList.length);
    return this.#shapeList.push(shape) - 1;
  }

  /** Moves to twice as many slots as there are policies in force, and drops the rest. */
  #move(): void {
    const live = this.#livePolicies();
    this.#slots = Math.max(LEAST_SLOTS, 2 * (live.length + 1));
    this.#words = new Words(this.#slots * at.SLOT);
    this.#described = [];
    this.#shapeList = [];
    this.#shapeNumbers = new Map();
    this.#size = 0;
    for (const packed of live) this.#write(packed);
    this.#shapes.keep(this.#shapeNumbers);
  }

  #livePolicies(): PackedPolicy[] {
    const words = this.#words.all;
    const live: PackedPolicy[] = [];
    for (let slot = 0; slot < this.#slots * at.SLOT; slot += at.SLOT) {
      if (words[slot + at.STATE] !== at.LIVE) continue;
      const shape = this.#shapeList[words[slot + at.SHAPE] as number] as Shape;
      const { described, sets } = new StoredPolicy(shape, words, slot, this.#described);
      const begins = words.subarray(sets, sets + ((words[slot + at.LENGTHS] as number) >>> 8));
      live.push({
        ...{ described, shape, tag: words[slot + at.TAG] as number },
        sets: [...begins].map((begin) => words.subarray(begin, begin + packedLength(words, begin))),
      });
    }
    return live;
  }
}

function placeOf(hash: number, slots: number): number {
  return Math.floor((hash / 2 ** 32) * slots) * at.SLOT;
}

function isAt(words: Uint32Array, slot: number, name: string): boolean {
  const length = (words[slot + at.LENGTHS] as number) & 0xff;
  return length === name.length && isNameAt(words, words[slot + at.NAME] as number, name);
}

/**
 * Prepares one stored compiled policy for deciding.
 *
 * @throws Error if its format is another one: the document must be compiled again
 */
export function loadCompiled(compiled: CompiledPolicy): Policy {
  const table = new PolicyTable();
  table.set(table.pack(compiled));
  return (table.find(compiled.domain) as Found).policy;
}
