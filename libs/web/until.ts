import { daysUntil, type Translator } from '../i18n/index.js';

/**
 * Returns a function that says in words until when: `until tomorrow, 18:00 CET`. It takes ms since the epoch.
 * @param zone IANA name
 */
export function untilIn(
  t: Translator,
  zone: string,
  clock: { now(): number },
): (ms: number) => string {
  return (ms) => {
    const time = t.clockTime(ms, zone);
    const days = daysUntil(ms, clock.now(), zone);
    if (days === 0) return t('until-today', { time });
    if (days === 1) return t('until-tomorrow', { time });
    return t('until-day', { day: dayIn(t, ms, { zone, days }), time });
  };
}

/**
 * Returns a function that says in words when something was: `yesterday, 18:00 CET`. It takes ms since the epoch.
 * @param zone IANA name
 */
export function whenIn(
  t: Translator,
  zone: string,
  clock: { now(): number },
): (ms: number) => string {
  return (ms) => {
    const time = t.clockTime(ms, zone);
    const days = daysUntil(ms, clock.now(), zone);
    if (days === 0) return t('when-today', { time });
    if (days === -1) return t('when-yesterday', { time });
    return t('when-day', { day: dayIn(t, ms, { zone, days }), time });
  };
}

/** Days. Dates further away than this are shown with their year, as without it they would be ambiguous. */
const NEARLY_A_YEAR = 300;

function dayIn(t: Translator, ms: number, { zone, days }: { zone: string; days: number }): string {
  return Math.abs(days) > NEARLY_A_YEAR ? t.dayOfYear(ms, zone) : t.day(ms, zone);
}
