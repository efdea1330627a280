import { accountWords, type NewPasswordProblem, tooLong } from '../../core/new-password.js';
import type { NewPasswords } from '../../ports.js';
import type { Strength } from './judge-strength.js';

/** Checks new main passwords: how hard they are to guess, and whether they are known from breaches. */
export function newPasswordCheck(parts: {
  readonly judge: (of: { password: string; words: readonly string[] }) => Promise<Strength>;
  /** Undefined: only the built-in list is used. */
  readonly isBreached: ((password: Uint8Array) => Promise<boolean>) | undefined;
  /** The lowest accepted score, 0 to 4. */
  readonly leastScore: number;
}): NewPasswords {
  const { judge, isBreached, leastScore } = parts;
  return {
    async problemOf(password, account, personalWords): Promise<NewPasswordProblem | undefined> {
      const text = password.toString('utf8');
      if (tooLong(text)) return { outcome: 'too-long' };
      if (await isBreached?.(password)) return { outcome: 'breached' };
      const words = accountWords(account, personalWords);
      const { score, warning, suggestions, common } = await judge({ password: text, words });
      if (common) return { outcome: 'breached' };
      return score < leastScore ? { outcome: 'too-weak', warning, suggestions } : undefined;
    },
  };
}
