/** How many an account gets at a time. */
export const RECOVERY_CODES = 10;

/** At so many left or fewer, each use also raises an event that says so. */
export const FEW_RECOVERY_CODES = 3;

/** No I, L, O, 0, 1 or U: nothing to confuse, nothing to misread. */
const GLYPHS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUPS = 3;
const GROUP = 4;
const LENGTH = GROUPS * GROUP;

/**
 * A recovery code, `H7KM-2QPX-94RT`: 12 glyphs of 30, over 58 bits.
 *
 * @param draw gives `n` random bytes. A byte of 240 or more is thrown away, so that each glyph is
 * as likely as any other.
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

/**
 * A code as typed, without spaces and hyphens and in upper case; undefined if no recovery code can
 * look like that.
 */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const glyphs = typed.replace(/[\s\u2010-\u2015-]/g, '').toUpperCase();
  if (glyphs.length !== LENGTH) return undefined;
  return [...glyphs].every((glyph) => GLYPHS.includes(glyph)) ? glyphs : undefined;
}
