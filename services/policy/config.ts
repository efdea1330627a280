import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { nat64Prefixes } from '../../libs/config/name-fields.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { ticketKey } from '../../libs/ticket/index.js';

export const settings = z.strictObject({
  ...baseSettings(['credential', 'otp', 'passkey', 'saml', 'trust-store', 'audit', 'portal']),
  'ticket-key': ticketKey().describe(
    'Ed25519 private key, PEM. It signs the tickets that other services accept.',
  ),
  'session-keys': keyRingFile().describe(
    'Key file. It seals sign-ins and the tokens of their sessions.',
  ),
  'stale-after': duration({ min: 1000, max: 60_000 })
    .default(60_000)
    .describe('How long a replica that cannot confirm its revision goes on deciding by it.'),
  nat64: nat64Prefixes().describe(
    'Prefixes of NAT64 translators (RFC 6052). An address under one counts as the IPv4 address inside it. `64:ff9b::/96` is always included.',
  ),
  commits: z
    .strictObject({
      'at-most': z
        .int()
        .min(1)
        .max(5000)
        .default(500)
        .describe(
          'Most decisions in one commit. A commit takes the decisions that came during the last one.',
        ),
      delay: duration({ min: 10, max: 30_000 })
        .default(2000)
        .describe(
          'How long a decision waits for its commit to begin. After that the login is UNAVAILABLE.',
        ),
    })
    .prefault({}),
});
