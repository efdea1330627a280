/**
 * White space, separators, control and invisible characters, and lone surrogates; also private-use
 * and unassigned code points, which have no agreed meaning and which a later Unicode may fold.
 */
const FORBIDDEN = /[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

const PRINTABLE_ASCII = /^[!-~]*$/;

/** Whether a text holds a character that is not allowed in accounts and domains. */
export function hasForbiddenCharacter(text: string): boolean {
  return !PRINTABLE_ASCII.test(text) && FORBIDDEN.test(text);
}
