import { expect, it } from 'vitest';
import { formatVerdict } from './format-verdict.js';

const verdict = {
  good: true,
  report: { findings: [], leaves: 12, erased: 0, verifiedSize: 10 },
  times: { outside: [], bounded: 10, widest: 90_000 },
  changed: [],
  index: { differing: [], miscounted: [] },
  gaps: [],
  witnessed: [],
  alarms: { unsignedSince: undefined, refused: [], stuck: [] },
  from: 0,
} as unknown as Omit<Parameters<typeof formatVerdict>[0], 'kept'>;

it('says what a record verified against itself cannot show, and what to do about it', () => {
  const text = formatVerdict({ ...verdict, kept: undefined });
  expect(text).toMatch(/verified +the first 10, against the newest checkpoint$/m);
  expect(text).toMatch(/not shown +whether the record was rewritten .*--keep.*--against$/m);
});

it('says against which kept checkpoint it was verified', () => {
  const kept = { size: 7 } as Parameters<typeof formatVerdict>[0]['kept'];
  const text = formatVerdict({ ...verdict, kept });
  expect(text).toContain('the newest checkpoint and the kept one of 7 events');
  expect(text).not.toContain('not shown');
});

it('says since when nothing was signed, what was refused, and what waits', () => {
  const unsignedSince = new Date('2026-11-01T12:00:00Z');
  const alarms = { unsignedSince, refused: ['an-id'], stuck: ['policy policy:7101'] };
  const text = formatVerdict({ ...verdict, good: false, alarms, kept: undefined });
  expect(text).toContain('an event has waited for one since 2026-11-01T12:00:00.000Z');
  expect(text).toContain('gatepost audit query --id an-id');
  expect(text).toContain('the record accepts no events of policy policy:7101');
  expect(text).toContain('NOT as it should be');
});

it('says how closely signed times bound the times of recording, and which they contradict', () => {
  const text = formatVerdict({ ...verdict, kept: undefined });
  expect(text).toMatch(/recorded +10 within 4 min that signed times show$/m);
  const outside = [{ begin: 3, end: 5 }];
  const times = { outside, bounded: 0, widest: 0 };
  const wrong = formatVerdict({ ...verdict, good: false, times, kept: undefined });
  expect(wrong).toContain('events 3 to 4 were not recorded when the record says');
  expect(wrong).toMatch(/recorded +when the server says/);
});
