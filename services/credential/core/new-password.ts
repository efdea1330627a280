/** Why a new main password is refused. */
export type NewPasswordProblem =
  | { readonly outcome: 'too-short' | 'too-long' | 'same-as-before' | 'breached' }
  | {
      readonly outcome: 'too-weak';
      /** A key of zxcvbn's, such as `topTen`; empty if there is none. */
      readonly warning: string;
      /** Keys of zxcvbn's, such as `anotherWord`. */
      readonly suggestions: readonly string[];
    };

/** Long enough for any sentence (NIST SP 800-63B section 5.1.1.2 asks for at least 64). */
const MOST_CHARACTERS = 256;

/** Whether a new password has more than 256 characters (code points). */
export function tooLong(password: string): boolean {
  return [...password].length > MOST_CHARACTERS;
}

/** Shorter parts occur in almost any password. */
const SHORTEST_WORD = 3;

/** Words that anyone who knows the person would try first: from the account, the domain, and those given. */
export function accountWords(account: string, personalWords: readonly string[]): string[] {
  const [local = '', domain = ''] = account.split('@');
  const parts = [account, local, domain, ...personalWords].flatMap((text) => [
    text,
    ...text.split(/[^\p{L}\p{N}]+/u),
  ]);
  return [...new Set(parts.map((part) => part.toLowerCase()))].filter(
    (part) => part.length >= SHORTEST_WORD,
  );
}
