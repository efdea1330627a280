import * as z from 'zod';
import { duration } from '../config/index.js';
import type { ThrottleLimits } from './types.js';

/** So few that the address's own limit still stops guessing. */
const PAST_ADDRESS = 3;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The section `throttle:` of a service's configuration, read as ThrottleLimits. Every setting has a
 * default.
 */
export function throttleLimits() {
  const failures = (usual: number, of: string) =>
    z.int().min(1).max(100_000).default(usual).describe(`Most failures of ${of} in the window.`);
  return z
    .strictObject({
      'per-account-and-address': failures(10, 'an account at an address'),
      'per-address': failures(100, 'an address (IPv6: a /64)'),
      'per-account': failures(50, 'an account from all addresses'),
      window: duration({ min: 1000, max: DAY })
        .default(15 * 60_000)
        .describe('How long a failure counts.'),
      'usual-address': duration({ min: HOUR, max: 365 * DAY })
        .default(30 * DAY)
        .describe(
          'An address from which the account succeeded within this time is exempt from `per-account`, and `per-address` applies there only after three failures.',
        ),
    })
    .transform(
      (read): ThrottleLimits => ({
        perScope: {
          'account+address': read['per-account-and-address'],
          address: read['per-address'],
          account: read['per-account'],
        },
        pastAddress: PAST_ADDRESS,
        windowMs: read.window,
        usualMs: read['usual-address'],
      }),
    );
}
