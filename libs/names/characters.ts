/**
 * White space, separators, control and invisible characters, lone surrogates; and what has no meaning that
 * everybody shares: private-use and unassigned code points, which a later Unicode may fold.
 */
const FORBIDDEN = /[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

const PRINTABLE_ASCII = /^[!-~]*$/;

/** Whether a name holds a character that no account or domain may hold. */
export function hasForbiddenCharacter(text: string): boolean {
  return !PRINTABLE_ASCII.test(text) && FORBIDDEN.test(text);
}
