import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address } from './common.js';

const limit = z.strictObject({
  secret: z
    .enum(['password', 'app-password', 'code', 'passkey'])
    .optional()
    .describe('The kind of secret. Failures are counted separately for each kind.'),
  scope: z.enum(['account+address', 'address', 'account']),
  account: account.optional().describe('Absent for scope `address`.'),
  address: address.optional().describe('Absent for scope `account`. For IPv6, its /64.'),
  app_password: z
    .string()
    .max(16)
    .optional()
    .describe('The public part of the app password that was named.'),
});

/** The events of a service that limits guesses. */
export function throttleEvents<const Service extends 'credential' | 'otp' | 'passkey'>(
  service: Service,
) {
  return {
    locked: defineEvent({
      type: `gatepost.${service}.throttle-locked.v1`,
      title: 'Failures reached a limit. Nothing is compared until one of them is old enough.',
      data: limit,
    }),
    unlocked: defineEvent({
      type: `gatepost.${service}.throttle-unlocked.v1`,
      title: 'Failures are below the limit again.',
      data: limit,
    }),
    cleared: defineEvent({
      type: `gatepost.${service}.throttle-cleared.v1`,
      title: 'An administrator cleared failures.',
      data: z.strictObject({
        account: account.optional(),
        address: address.optional(),
        failures: z.int().min(0),
        actor,
      }),
    }),
  };
}

/** Reports what one service deleted when an account was removed. */
export function purgedEvent<
  const Service extends 'credential' | 'otp' | 'passkey' | 'portal' | 'saml' | 'trust',
>(service: Service) {
  return defineEvent({
    type: `gatepost.${service}.purged.v1`,
    title: 'A service deleted everything it stored about an account.',
    data: z.strictObject({
      account,
      rows: z.int().min(0),
      certificate: z.string().describe('SPIFFE URI of the service that asked.'),
      actor: z.string().max(600).describe('Who removed the account.'),
    }),
  });
}
