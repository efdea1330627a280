/** White space, separators, control and invisible format characters, lone surrogates. */
const FORBIDDEN = /[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}]/u;

const PRINTABLE_ASCII = /^[!-~]*$/;

/** Whether a name holds a character that no account or domain may hold. */
export function hasForbiddenCharacter(text: string): boolean {
  return !PRINTABLE_ASCII.test(text) && FORBIDDEN.test(text);
}
