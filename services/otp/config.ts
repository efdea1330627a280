import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { throttleLimits } from '../../libs/throttle/index.js';
import { ticketKeys } from '../../libs/ticket/index.js';
import type { OtpSettings } from './core/settings.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The configuration of one replica of the otp service. */
export const otpSettings = z.strictObject({
  ...baseSettings(['trust-store', 'audit']),
  /** Key file (libs/seal): seals the secrets, hashes the recovery codes. */
  keys: keyRingFile(),
  /** Public keys, PEM, of the tickets that policy issues: several while one replaces another. */
  'ticket-keys': ticketKeys(),
  /** What authenticator apps show beside the account. */
  issuer: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Gatepost'),
  /** How long an authenticator waits for its first code. */
  'enrolment-lifetime': duration({ min: MINUTE, max: DAY }).default(10 * MINUTE),
  'authenticators-per-account': z.int().min(1).max(50).default(10),
  /** So many wrong codes in a row lock an authenticator for so long. */
  lock: z
    .strictObject({
      failures: z.int().min(3).max(100).default(10),
      cooldown: duration({ min: MINUTE, max: 7 * DAY }).default(60 * MINUTE),
    })
    .prefault({}),
  throttle: throttleLimits().prefault({}),
});

export type OtpConfig = z.output<typeof otpSettings>;

/** What of it the commands need. */
export function settingsOf(config: OtpConfig): OtpSettings {
  return {
    issuer: config.issuer,
    enrolmentMs: config['enrolment-lifetime'],
    authenticatorsPerAccount: config['authenticators-per-account'],
    lock: { failures: config.lock.failures, cooldownMs: config.lock.cooldown },
  };
}
