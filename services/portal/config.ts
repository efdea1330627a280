import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { nat64Prefixes, service } from '../../libs/config/name-fields.js';
import { signInHosts } from '../../libs/config/sign-in-hosts.js';
import { isTimeZone } from '../../libs/names/time-zone.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { httpSettings } from '../../libs/web/settings.js';

const MINUTE = 60_000;

/** The configuration of one replica of the portal service. */
export const portalSettings = z.strictObject({
  ...baseSettings(['policy', 'credential', 'otp', 'passkey', 'trust-store', 'audit'], ['notice']),
  keys: keyRingFile().describe(
    'Key file. It seals the secrets of sign-ins and sessions, and signs what forms carry.',
  ),
  http: httpSettings(),
  nat64: nat64Prefixes().describe(
    "Prefixes of NAT64 translators (RFC 6052), the same as policy's. For `trusted-proxies` and limits by address, an address under one counts as the IPv4 address inside it. `64:ff9b::/96` is always included.",
  ),
  openid: z
    .strictObject({
      'begun-per-address': z
        .int()
        .min(10)
        .max(100_000)
        .default(1_000)
        .describe(
          'Most OpenID Connect sign-ins and sign-outs that one address (IPv6: one /64) may begin in ten minutes, and most that are kept of it.',
        ),
    })
    .prefault({}),
  hosts: signInHosts(),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('Name at the top of pages, for domains without a name of their own.'),
  'time-zone': z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Rome')
    .default('UTC')
    .describe('Time zone of pages (IANA), for domains without one of their own.'),
  service: service().default('WebUI').describe('Service of a sign-in without a client.'),
  'sign-in-lifetime': duration({ min: MINUTE, max: 30 * MINUTE })
    .default(10 * MINUTE)
    .describe('How long a sign-in may take after the password.'),
  deadline: duration({ min: 100, max: MINUTE })
    .default(10_000)
    .describe('How long to wait for another service.'),
});

export type PortalConfig = z.output<typeof portalSettings>;
