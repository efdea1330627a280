/** Words that one pwxform transforms: 4 lanes of two 64-bit values. */
export const BLOCK_WORDS = 16;
const ROUNDS = 6;
/** Words of one S-box: 2^8 entries of two 64-bit values. */
const BOX_WORDS = 1024;
export const BOXES_WORDS = 3 * BOX_WORDS;
/** Masks the bits of a word that select an entry, as an offset in octets. A quarter of it is the offset in words. */
const MASK = 255 * 16;

/** The S-boxes, which are read and written in turn. */
export interface Boxes {
  readonly words: Int32Array;
  s0: number;
  s1: number;
  s2: number;
  /** Where the next word is written in the third S-box. */
  w: number;
}

/** The initial S-boxes in `BOXES_WORDS` words. */
export function boxesOf(words: Int32Array): Boxes {
  return { words, s2: 0, s1: BOX_WORDS, s0: 2 * BOX_WORDS, w: 0 };
}

/** Parallel wide transformation: multiply, add, and look up (yescrypt, section "pwxform"). */
export function pwxform(block: Int32Array, boxes: Boxes): void {
  const { words, s0, s1, s2 } = boxes;
  let { w } = boxes;
  for (let round = 0; round < ROUNDS; round++) {
    const writes = round !== 0 && round !== ROUNDS - 1;
    for (let lane = 0; lane < BLOCK_WORDS; lane += 4) {
      const p0 = s0 + (((block[lane] as number) & MASK) >>> 2);
      const p1 = s1 + (((block[lane + 1] as number) & MASK) >>> 2);
      for (let k = 0; k < 4; k += 2) {
        const xl = block[lane + k] as number;
        const xh = block[lane + k + 1] as number;
        // The 64-bit product of two 32-bit words, computed by halves.
        const l0 = xl & 0xffff;
        const l1 = xl >>> 16;
        const h0 = xh & 0xffff;
        const h1 = xh >>> 16;
        const middle = l1 * h0 + ((l0 * h0) >>> 16);
        const other = l0 * h1 + (middle & 0xffff);
        let high = (l1 * h1 + (middle >>> 16) + (other >>> 16)) | 0;
        const product = Math.imul(xl, xh);
        const low = (product + (words[p0 + k] as number)) | 0;
        if (low >>> 0 < product >>> 0) high = (high + 1) | 0;
        high = (high + (words[p0 + k + 1] as number)) | 0;
        const newLow = low ^ (words[p1 + k] as number);
        const newHigh = high ^ (words[p1 + k + 1] as number);
        block[lane + k] = newLow;
        block[lane + k + 1] = newHigh;
        if (!writes) continue;
        words[s2 + w] = newLow;
        words[s2 + w + 1] = newHigh;
        w += 2;
      }
    }
  }
  boxes.s0 = s2;
  boxes.s1 = s0;
  boxes.s2 = s1;
  boxes.w = w & (BOX_WORDS - 1);
}
