import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { nat64Prefixes } from '../../libs/config/name-fields.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { ticketKey } from '../../libs/ticket/index.js';

export const settings = z.strictObject({
  ...baseSettings(['credential', 'otp', 'passkey', 'saml', 'trust-store', 'audit', 'portal']),
  'ticket-key': ticketKey().describe(
    'Ed25519 private key, PEM: signs the tickets that other services accept.',
  ),
  'session-keys': keyRingFile().describe(
    'Key file: seals what sign-ins were, and the tokens of their sessions.',
  ),
  'stale-after': duration({ min: 1000, max: 60_000 })
    .default(60_000)
    .describe('For how long a replica that cannot confirm its revision goes on serving it.'),
  nat64: nat64Prefixes().describe(
    'Prefixes of translators (RFC 6052): an address under one is the IPv4 address that it carries. `64:ff9b::/96` always is.',
  ),
  commits: z
    .strictObject({
      'at-most': z
        .int()
        .min(1)
        .max(5000)
        .default(500)
        .describe('Decisions in one commit: those that came while the last was made.'),
      delay: duration({ min: 10, max: 30_000 })
        .default(2000)
        .describe('How long one waits for its commit to begin; then the login is UNAVAILABLE.'),
    })
    .prefault({}),
});
