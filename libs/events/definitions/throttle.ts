import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address } from './common.js';

const limit = z.strictObject({
  secret: z
    .enum(['password', 'app-password', 'code', 'passkey'])
    .optional()
    .describe('The kind of secret; each has limits of its own.'),
  scope: z.enum(['account+address', 'address', 'account']),
  account: account.optional().describe('Absent for scope `address`.'),
  address: address.optional().describe('Absent for scope `account`; IPv6 by /64.'),
  app_password: z
    .string()
    .max(16)
    .optional()
    .describe('The public part of the app password that was named.'),
});

/** The three events of a service that limits guesses. */
export function throttleEvents<const Service extends 'credential' | 'otp' | 'passkey'>(
  service: Service,
) {
  return {
    locked: defineEvent({
      type: `gatepost.${service}.throttle-locked.v1`,
      title: 'Failures reached a limit: nothing is compared until one of them is old enough.',
      data: limit,
    }),
    unlocked: defineEvent({
      type: `gatepost.${service}.throttle-unlocked.v1`,
      title: 'A limit that failures had reached has room again.',
      data: limit,
    }),
    cleared: defineEvent({
      type: `gatepost.${service}.throttle-cleared.v1`,
      title: 'An administrator had failures forgotten.',
      data: z.strictObject({
        account: account.optional(),
        address: address.optional(),
        failures: z.int().min(0),
        actor,
      }),
    }),
  };
}

/** What one service deleted when an account was removed. */
export function purgedEvent<
  const Service extends 'credential' | 'otp' | 'passkey' | 'portal' | 'saml' | 'trust',
>(service: Service) {
  return defineEvent({
    type: `gatepost.${service}.purged.v1`,
    title: 'All that was kept of an account is forgotten.',
    data: z.strictObject({
      account,
      rows: z.int().min(0),
      certificate: z.string().describe('SPIFFE URI of the service that asked.'),
      actor: z.string().max(600).describe('Who had the account removed.'),
    }),
  });
}
