import { DAYS } from '../core/evidence.js';
import type { Look } from './layout.js';

/** How far back the record is looked at. */
export function DaysField({ look, days }: { look: Look; days: number }) {
  return (
    <div class="field short">
      <label for="days">{look.t('days-label')}</label>
      <select id="days" name="days">
        {DAYS.map((each) => (
          <option key={each} value={each} selected={each === days}>
            {look.t('days-back', { n: each })}
          </option>
        ))}
      </select>
    </div>
  );
}
