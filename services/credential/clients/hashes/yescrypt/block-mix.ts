import { BLOCK_WORDS, type Boxes, pwxform } from './pwxform.js';
import { salsa20 } from './salsa20.js';

/** Mixes the 32r words of a block. `y` is scratch space of the same size (RFC 7914 section 4). */
export function blockMixSalsa(block: Int32Array, y: Int32Array): void {
  const last = block.length - 16;
  const x = block.slice(last);
  for (let at = 0; at < block.length; at += 16) {
    for (let i = 0; i < 16; i++) x[i] = (x[i] as number) ^ (block[at + i] as number);
    salsa20(x, 0, 8);
    y.set(x, at);
  }
  // The even sub-blocks first, then the odd ones.
  const half = block.length / 2;
  for (let at = 0; at < half; at += 16) {
    block.set(y.subarray(2 * at, 2 * at + 16), at);
    block.set(y.subarray(2 * at + 16, 2 * at + 32), half + at);
  }
}

const x = new Int32Array(BLOCK_WORDS);

/** Mixes the 32r words of a block with pwxform, and the last ones with Salsa20/2. */
export function blockMixPwxform(block: Int32Array, boxes: Boxes): void {
  const last = block.length - BLOCK_WORDS;
  x.set(block.subarray(last));
  for (let at = 0; at < block.length; at += BLOCK_WORDS) {
    for (let i = 0; i < BLOCK_WORDS; i++) x[i] = (x[i] as number) ^ (block[at + i] as number);
    pwxform(x, boxes);
    block.set(x, at);
  }
  salsa20(block, last, 2);
}
