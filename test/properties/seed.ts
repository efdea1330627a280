/** The default seed. It is fixed, so that a test that passes today passes tomorrow. */
const USUAL_SEED = 20_261_129;

/** SUITE_SEED, which determines the cases of properties and the order of faults; 1 to 2³¹ - 1. */
export function suiteSeed(): number {
  const said = Number(process.env.SUITE_SEED ?? '');
  return Number.isInteger(said) && said > 0 ? said : USUAL_SEED;
}

/**
 * Returns pseudo-random numbers from 0 to 1 (mulberry32). They are the same for the same SUITE_SEED, which is printed.
 */
export function seededNumbers(what: string): () => number {
  const seed = suiteSeed();
  console.info(`${what}: SUITE_SEED=${seed}`);
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
