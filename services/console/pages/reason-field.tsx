import type { Translator } from '../../../libs/i18n/index.js';
import { MOST_REASON } from '../core/act.js';

/** Asks why, for the record. */
export function ReasonField(props: { t: Translator; noReason: boolean; value?: string }) {
  const { t, noReason, value } = props;
  return (
    <div class={noReason ? 'field wrong' : 'field'}>
      <label for="reason">{t('reason-label')}</label>
      <p class="hint" id="reason-hint">
        {t('reason-hint')}
      </p>
      {noReason && (
        <p class="error" id="reason-error" role="alert">
          {t('reason-missing')}
        </p>
      )}
      <input
        type="text"
        id="reason"
        name="reason"
        value={value}
        maxLength={MOST_REASON}
        required
        dir="auto"
        autocomplete="off"
        aria-invalid={noReason ? 'true' : undefined}
        aria-describedby={noReason ? 'reason-hint reason-error' : 'reason-hint'}
      />
    </div>
  );
}
