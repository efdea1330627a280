import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { duration, filePath } from '../../libs/config/index.js';
import { domains, nat64Prefixes } from '../../libs/config/name-fields.js';
import { isTimeZone } from '../../libs/names/time-zone.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { statelessSettings } from '../../libs/service/index.js';
import { httpSettings } from '../../libs/web/settings.js';

const MINUTE = 60_000;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** An origin that browsers reach: https, or http on this machine. */
function origin() {
  return z
    .string()
    .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
      error: 'must be an origin such as https://console.example',
    })
    .refine((text) => !URL.canParse(text) || isProtected(new URL(text)), {
      error: 'must be https: http is only for this machine',
    });
}

/** An origin inside the installation. */
function backChannel() {
  return z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) &&
        new URL(text).origin === text &&
        ['http:', 'https:'].includes(new URL(text).protocol),
      { error: 'must be an origin such as http://portal:7305' },
    );
}

function isProtected({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** The configuration of one replica of the console. */
export const consoleSettings = z.strictObject({
  ...statelessSettings(['policy', 'credential', 'otp', 'passkey', 'trust-store', 'audit']),
  keys: keyRingFile().describe(
    'Key file, the same on every replica. It seals what the browser keeps, and signs what forms carry.',
  ),
  http: httpSettings(),
  nat64: nat64Prefixes().describe(
    "Prefixes of NAT64 translators (RFC 6052), the same as policy's. For `trusted-proxies` and limits by address, an address under one counts as the IPv4 address inside it. `64:ff9b::/96` is always included.",
  ),
  url: origin().describe('Address at which browsers reach the console.'),
  'sign-in': z.strictObject({
    url: origin().describe(
      'Address where its administrators sign in: a host of portal that serves their domains.',
    ),
    via: backChannel()
      .optional()
      .describe(
        'Address at which the console itself reaches portal, past the proxy: `http://portal:7305`. Tickets cross this connection, so use it inside the installation only. Absent: `url`.',
      ),
    hosts: z
      .array(z.strictObject({ url: origin(), domains: domains() }))
      .default([])
      .meta({
        kind: 'list of hosts',
        description:
          'Hosts of portal that belong to some domains, each with `url` and `domains`. Administrators who open a page of such a domain sign in there.',
      }),
    'secret-file': filePath().describe(
      'File with the secret of the client `console`, from its registration. It is read at each sign-in.',
    ),
  }),
  'time-zone': z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Rome')
    .default('UTC')
    .describe('Time zone of pages (IANA).'),
  deadline: duration({ min: 100, max: MINUTE })
    .default(10_000)
    .describe('How long to wait for another service.'),
});

export type ConsoleConfig = z.output<typeof consoleSettings>;

/** Reads the client's secret. @throws the system's error if the file cannot be read */
export function readSecret(path: string): string {
  return readFileSync(path, 'utf8').trim();
}
