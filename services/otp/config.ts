import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { throttleLimits } from '../../libs/throttle/index.js';
import { DISOWN_KEYS, disownKeys, TICKET_KEYS, ticketKeys } from '../../libs/ticket/index.js';
import type { OtpSettings } from './core/settings.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The configuration of one replica of the otp service. */
export const otpSettings = z.strictObject({
  ...baseSettings(['credential', 'trust-store', 'audit']),
  keys: keyRingFile().describe(
    'Key file. It seals the secrets, and keys the hashes of recovery codes.',
  ),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  'disown-keys': disownKeys().describe(DISOWN_KEYS),
  issuer: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Gatepost')
    .describe('What authenticator apps show beside the account.'),
  'enrolment-lifetime': duration({ min: MINUTE, max: DAY })
    .default(10 * MINUTE)
    .describe('How long an authenticator waits for its first code.'),
  'authenticators-per-account': z
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe('Most authenticators of an account.'),
  /** How many wrong codes in a row lock an authenticator, and for how long. */
  lock: z
    .strictObject({
      failures: z
        .int()
        .min(3)
        .max(100)
        .default(10)
        .describe('This many wrong codes in a row lock an authenticator'),
      cooldown: duration({ min: MINUTE, max: 7 * DAY })
        .default(60 * MINUTE)
        .describe('for this long.'),
    })
    .prefault({}),
  throttle: throttleLimits().prefault({}),
});

export type OtpConfig = z.output<typeof otpSettings>;

/** The settings that the commands need. */
export function settingsOf(config: OtpConfig): OtpSettings {
  return {
    issuer: config.issuer,
    enrolmentMs: config['enrolment-lifetime'],
    authenticatorsPerAccount: config['authenticators-per-account'],
    lock: { failures: config.lock.failures, cooldownMs: config.lock.cooldown },
  };
}
