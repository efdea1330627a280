import { accountWords, type NewPasswordProblem, tooLong } from '../../core/new-password.js';
import type { NewPasswords } from '../../ports.js';
import type { Strength } from './judge-strength.js';

/** Looks at new main passwords: how long they take to guess, and whether they became known. */
export function newPasswordCheck(parts: {
  readonly judge: (of: { password: string; words: readonly string[] }) => Promise<Strength>;
  /** Absent: only the list that ships is looked at. */
  readonly isBreached: ((password: Uint8Array) => Promise<boolean>) | undefined;
  /** 0 to 4. */
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
