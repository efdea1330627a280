import type { Bench } from './bench.js';
import { dearerThanKept, keepRatios } from './login/kept-ratios.js';
import { measureLogins, type Row } from './login/measure.js';

export const bench: Bench = {
  about: 'every kind of login beside an empty call of the same transport',
  async run(tell) {
    const rows = await measureLogins(tell);
    const [echo] = rows;
    const figures = rows.map((row) => ({
      what: row.what,
      in_flight: row.inFlight,
      ...{ policy_us: row.policyUs.toFixed(0), all_us: row.allUs.toFixed(0) },
      policy_to_echo: ratio(row.policyUs, echo),
      all_to_echo: ratio(row.allUs, echo),
      logins_s: row.perSecond.toFixed(0),
      p50_ms: row.p50Ms.toFixed(1),
      p99_ms: row.p99Ms.toFixed(1),
    }));
    return { figures, notes: NOTES };
  },
  check: dearerThanKept,
  keep: keepRatios,
};

/** Every ratio is to the echo with 128 in flight. */
function ratio(us: number, echo: Row | undefined): string {
  return (us / (echo?.policyUs ?? Number.NaN)).toFixed(2);
}

const NOTES = [
  'processor time a login: policy’s, and of all services and Postgres, with the event’s way to the record',
  'each kind in turn, five turns; four HTTP/2 connections over mutual TLS; the caller’s own time is not counted',
];
