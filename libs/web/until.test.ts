import { expect, it } from 'vitest';
import { manualClock } from '../clock/index.js';
import { type Language, loadMessages } from '../i18n/index.js';
import { untilIn } from './until.js';

const translate = loadMessages('portal');

function say(language: Language, now: string, until: string): string {
  const clock = manualClock(Date.parse(now));
  return untilIn(translate(language), 'Europe/Rome', clock)(Date.parse(until));
}

it('shows an end time on the domain’s wall clock', () => {
  // 22:30 UTC is 23:30 in Rome, still today; an hour later it is tomorrow there.
  expect(say('en', '2026-11-28T10:00Z', '2026-11-28T22:30Z')).toBe('until 23:30 CET today');
  expect(say('en', '2026-11-28T10:00Z', '2026-11-28T23:30Z')).toBe('until tomorrow, 00:30 CET');
  expect(say('de', '2026-11-28T10:00Z', '2026-11-30T17:00Z')).toBe(
    'bis Montag, 30. November, 18:00 MEZ',
  );
  expect(say('it', '2026-07-28T10:00Z', '2026-07-29T16:00Z')).toBe(
    'fino alle 18:00 CEST di domani',
  );
});

it('is right across the change to summer time', () => {
  // From Saturday 23:30 to Monday 00:10 is two days, although Sunday has only 23 hours.
  expect(say('en', '2027-03-27T22:30Z', '2027-03-28T22:10Z')).toBe(
    'until Monday 29 March, 00:10 CEST',
  );
  expect(say('en', '2027-03-27T22:30Z', '2027-03-28T21:50Z')).toBe('until tomorrow, 23:50 CEST');
});

it('names the year of a day that is far away', () => {
  expect(say('en', '2026-11-28T10:00Z', '2035-03-31T00:00Z')).toBe(
    'until 31 March 2035, 02:00 CEST',
  );
  expect(say('de', '2026-11-28T10:00Z', '2035-03-31T00:00Z')).toBe('bis 31. März 2035, 02:00 MESZ');
});
