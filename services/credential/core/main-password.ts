/**
 * Why a new main password is refused. Undefined if it is acceptable. A character is a code point (NIST SP 800-63B
 * section 5.1.1.2); if the password is not UTF-8, an octet.
 */
export function mainPasswordProblem(password: Uint8Array, least: number): string | undefined {
  return charactersOf(password) < least ? `has fewer than ${least} characters` : undefined;
}

function charactersOf(password: Uint8Array): number {
  try {
    return [...new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(password)].length;
  } catch {
    return password.length;
  }
}
