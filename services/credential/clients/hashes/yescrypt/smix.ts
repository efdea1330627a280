import { createHmac } from 'node:crypto';
import { blockMixPwxform, blockMixSalsa } from './block-mix.js';
import { BOXES_WORDS, type Boxes, boxesOf } from './pwxform.js';
import { SHUFFLED } from './salsa20.js';

/** Octets of a block per unit of size r. */
const OCTETS_A_SIZE = 128;

/**
 * Fills memory from the block and mixes it back in, in place (yescrypt in read-write mode, for one lane).
 * @param block 128r octets
 * @param N blocks in memory, a power of two of at least 4
 * @returns the key that hashes the password further
 */
export function smix(block: Buffer, N: number, key: Buffer): Buffer {
  const boxes = boxesFrom(block);
  const nextKey = createHmac('sha256', block.subarray(block.length - 64))
    .update(key)
    .digest();
  const words = toWords(block);
  const memory = new Int32Array(words.length * N);
  fill(words, memory, N, boxes);
  mixBack(words, memory, { N, times: loops(N), boxes });
  toOctets(words, block);
  return nextKey;
}

/** A third of N, rounded up to an even number. */
function loops(N: number): number {
  const third = Math.floor((N + 2) / 3);
  return third + (third % 2);
}

/** Fills the S-boxes from the first 128 octets of the block, which this also mixes. */
function boxesFrom(block: Buffer): Boxes {
  const first = block.subarray(0, OCTETS_A_SIZE);
  const words = toWords(first);
  const boxes = new Int32Array(BOXES_WORDS);
  const y = new Int32Array(words.length);
  for (let at = 0; at < BOXES_WORDS; at += words.length) {
    boxes.set(words, at);
    blockMixSalsa(words, y);
  }
  toOctets(words, first);
  return boxesOf(boxes);
}

function fill(words: Int32Array, memory: Int32Array, N: number, boxes: Boxes): void {
  const size = words.length;
  let power = 1;
  for (let i = 0; i < N; i++) {
    memory.set(words, i * size);
    if (i > 1) {
      while (2 * power <= i) power *= 2;
      // Selects one of the earlier blocks, within the latest power of two of them.
      xor(words, memory, ((integerify(words) & (power - 1)) + (i - power)) * size);
    }
    blockMixPwxform(words, boxes);
  }
}

function mixBack(
  words: Int32Array,
  memory: Int32Array,
  how: { readonly N: number; readonly times: number; readonly boxes: Boxes },
): void {
  for (let i = 0; i < how.times; i++) {
    const at = (integerify(words) & (how.N - 1)) * words.length;
    xor(words, memory, at);
    memory.set(words, at);
    blockMixPwxform(words, how.boxes);
  }
}

/** The first word of the last 64 octets; N is never as large as 2^32. */
function integerify(words: Int32Array): number {
  return words[words.length - 16] as number;
}

function xor(words: Int32Array, memory: Int32Array, at: number): void {
  for (let i = 0; i < words.length; i++) {
    words[i] = (words[i] as number) ^ (memory[at + i] as number);
  }
}

function toWords(block: Buffer): Int32Array {
  const words = new Int32Array(block.length / 4);
  for (let i = 0; i < words.length; i++) {
    words[i] = block.readInt32LE(4 * (i - (i % 16) + (SHUFFLED[i % 16] as number)));
  }
  return words;
}

function toOctets(words: Int32Array, block: Buffer): void {
  for (const [i, word] of words.entries()) {
    block.writeInt32LE(word, 4 * (i - (i % 16) + (SHUFFLED[i % 16] as number)));
  }
}
