import { randomInt } from 'node:crypto';

/**
 * Numbers from 0 to 1 that look random and can be had again: the seed is printed, and taken from
 * SUITE_SEED where that is set (mulberry32).
 */
export function seededNumbers(what: string): () => number {
  const said = Number(process.env.SUITE_SEED ?? '');
  const seed = Number.isInteger(said) && said > 0 ? said : randomInt(1, 2 ** 31);
  console.info(`${what}: SUITE_SEED=${seed}`);
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
