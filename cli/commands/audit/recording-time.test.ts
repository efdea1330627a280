import { expect, test } from 'vitest';
import { EXIT } from '../../output/exit.js';
import { auditProve } from './prove.js';
import { sessionWith, T0 } from './testing/small-record.js';
import { auditVerify } from './verify.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The second event is under the checkpoint of `T0` + 1 h, and not under the one of `T0`. */
const WITHIN = [T0 - MINUTE, T0 + 1, T0 + HOUR + MINUTE];
const OUTSIDE = [T0 - MINUTE - 1, T0 + HOUR + MINUTE + 1];

test.each(WITHIN)('prove accepts a time of recording between the signed times: %i', async (at) => {
  const { session, written } = sessionWith(at);
  expect(await auditProve.run(session, ['event-2'], {})).toBe(EXIT.ok);
  expect(written()).toMatch(/^proof +holds$/m);
  expect(written()).toContain('after 2026-03-01T12:00:00.000Z and before 2026-03-01T13:00:00.000Z');
});

test.each(OUTSIDE)(
  'prove refuses a time of recording that no signed time allows: %i',
  async (at) => {
    const { session, written } = sessionWith(at);
    expect(await auditProve.run(session, ['event-2'], {})).toBe(EXIT.finding);
    expect(written()).toBe(
      'no proof: it was recorded after 2026-03-01T12:00:00.000Z and before 2026-03-01T13:00:00.000Z, ' +
        `and not at ${new Date(at).toISOString()}\n`,
    );
  },
);

test.each(WITHIN)('verify accepts a time of recording between the signed times: %i', async (at) => {
  const { session, written } = sessionWith(at);
  expect(await auditVerify.run(session, [], {})).toBe(EXIT.ok);
  expect(written()).toContain('nothing was changed');
});

test.each(OUTSIDE)(
  'verify refuses a time of recording that no signed time allows: %i',
  async (at) => {
    const { session, written } = sessionWith(at);
    expect(await auditVerify.run(session, [], {})).toBe(EXIT.finding);
    expect(written()).toContain('events 1 to 1 were not recorded when the record says');
    expect(written()).toContain('NOT as it should be');
  },
);
