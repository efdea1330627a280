import type { Translator } from '../../../libs/i18n/index.js';
import { type ConsoleAct, nameOfSubject, wordOfAct } from '../core/console-act.js';

/** Says what an administrator confirms by signing in, on every page until the factors are given. */
export function ActNote({ t, act }: { t: Translator; act: ConsoleAct | undefined }) {
  if (act === undefined) return null;
  return (
    <div class="note">
      <p>{t('console-act-text')}</p>
      <p>
        <strong>{t('console-act', { act: wordOfAct(act), account: nameOfSubject(act) })}</strong>
      </p>
    </div>
  );
}
