import { daysUntil, type Translator } from '../i18n/index.js';

/**
 * Says until when, in words: `until tomorrow, 18:00 CET`.
 * @param zone IANA
 * @returns of ms since the epoch
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
 * Says when something was, in words: `yesterday, 18:00 CET`.
 * @param zone IANA
 * @returns of ms since the epoch
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

/** From then on a day without its year could be another's. */
const NEARLY_A_YEAR = 300;

function dayIn(t: Translator, ms: number, { zone, days }: { zone: string; days: number }): string {
  return Math.abs(days) > NEARLY_A_YEAR ? t.dayOfYear(ms, zone) : t.day(ms, zone);
}
