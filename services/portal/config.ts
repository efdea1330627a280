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
    'Key file: seals what sign-ins and sessions must remember, signs what forms carry.',
  ),
  http: httpSettings(),
  nat64: nat64Prefixes().describe(
    'Prefixes of translators (RFC 6052), as policy has them: for `trusted-proxies` and shares, an address under one is the IPv4 address that it carries. `64:ff9b::/96` always is.',
  ),
  openid: z
    .strictObject({
      'begun-per-address': z
        .int()
        .min(10)
        .max(100_000)
        .default(1_000)
        .describe(
          'Sign-ins and sign-outs of OpenID Connect that one address (IPv6: one /64) may begin in ten minutes; so many of them are kept.',
        ),
    })
    .prefault({}),
  hosts: signInHosts(),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('What people read at the top of the page, where a domain says nothing else.'),
  'time-zone': z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Rome')
    .default('UTC')
    .describe('In which pages show times, where a domain says nothing else (IANA).'),
  service: service().default('WebUI').describe('What a sign-in without a client is for.'),
  'sign-in-lifetime': duration({ min: MINUTE, max: 30 * MINUTE })
    .default(10 * MINUTE)
    .describe('How long a person may take from the password to the end of the sign-in.'),
  deadline: duration({ min: 100, max: MINUTE })
    .default(10_000)
    .describe('How long another service is waited for.'),
});

export type PortalConfig = z.output<typeof portalSettings>;
