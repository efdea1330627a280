/** What is drawn where no seed is given: a test that passes today passes tomorrow. */
const USUAL_SEED = 20_261_129;

/** SUITE_SEED, from which the properties' cases and the order of faults are drawn; 1 to 2³¹ - 1. */
export function suiteSeed(): number {
  const said = Number(process.env.SUITE_SEED ?? '');
  return Number.isInteger(said) && said > 0 ? said : USUAL_SEED;
}

/** Numbers from 0 to 1 that look random and are the same for the same SUITE_SEED, which is printed (mulberry32). */
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
