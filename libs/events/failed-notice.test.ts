import { expect, it } from 'vitest';
import { failedNotices } from './failed-notice.js';

const eventOf = (time: string, data: object) => ({
  event: Buffer.from(JSON.stringify({ time, data })),
});
const failed = (account: string, why: string, kind = 'enrolment-due') => ({ account, kind, why });

it('keeps the newest failure of each account, of one kind of notice', () => {
  const events = [
    eventOf('2026-11-03T00:00:00Z', failed('luca@a.tld', '550 no such mailbox')),
    eventOf('2026-11-02T00:00:00Z', failed('nora@a.tld', '552 full', 'password-changed')),
    eventOf('2026-11-01T00:00:00Z', failed('luca@a.tld', '421 later')),
    eventOf('2026-11-01T00:00:00Z', failed('anna@a.tld', '550 no')),
    // Erased; what another version wrote.
    { event: Buffer.alloc(0) },
    eventOf('2026-11-01T00:00:00Z', { account: 'bea@a.tld', kind: 'enrolment-due' }),
  ];
  expect(failedNotices(events, 'enrolment-due')).toEqual([
    { account: 'luca@a.tld', at: Date.UTC(2026, 10, 3), why: '550 no such mailbox' },
    { account: 'anna@a.tld', at: Date.UTC(2026, 10, 1), why: '550 no' },
  ]);
});
