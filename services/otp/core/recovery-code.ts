/** How many an account gets at a time. */
export const RECOVERY_CODES = 10;

/** When this many or fewer are left, each use also sends an event that says so. */
export const FEW_RECOVERY_CODES = 3;

/** Without I, L, O, 0, 1 and U, which are easily confused or misread. */
const GLYPHS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUPS = 3;
const GROUP = 4;
const LENGTH = GROUPS * GROUP;

/**
 * Makes a recovery code such as `H7KM-2QPX-94RT`: 12 glyphs of 30, over 58 bits.
 *
 * @param draw gives `n` random bytes; bytes of 240 or more are discarded, so that each glyph is equally likely
 */
export function makeRecoveryCode(draw: (n: number) => Uint8Array): string {
  let glyphs = '';
  while (glyphs.length < LENGTH) {
    for (const byte of draw(LENGTH)) {
      if (byte < 8 * GLYPHS.length && glyphs.length < LENGTH)
        glyphs += GLYPHS[byte % GLYPHS.length];
    }
  }
  return glyphs.match(/.{4}/g)?.join('-') ?? glyphs;
}

/** A code as typed, without spaces and hyphens and in upper case. Undefined if it cannot be a recovery code. */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const glyphs = typed.replace(/[\s\u2010-\u2015-]/g, '').toUpperCase();
  if (glyphs.length !== LENGTH) return undefined;
  return [...glyphs].every((glyph) => GLYPHS.includes(glyph)) ? glyphs : undefined;
}
