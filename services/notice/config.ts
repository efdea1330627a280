import * as z from 'zod';
import { address, duration, readableFile } from '../../libs/config/index.js';
import { signInHosts } from '../../libs/config/sign-in-hosts.js';
import { ALL_LANGUAGES } from '../../libs/i18n/index.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { TICKET_KEYS, ticketKey, ticketKeys } from '../../libs/ticket/index.js';
import { DAY_MS } from './core/allowance.js';
import { OPTIONAL_KINDS } from './core/kinds.js';

const MAILBOX = /^[^\s<>"@,;:\\]+@[^\s<>"@,;:\\]+$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** The configuration of one replica of the notice service. */
export const noticeSettings = z.strictObject({
  ...baseSettings(['portal', 'trust-store', 'audit']),
  keys: keyRingFile().describe(
    'Key file. It keys the hashes of networks and programs that people used, and signs links in mails.',
  ),
  'ticket-key': ticketKey().describe(
    'Private key, PEM. It signs tickets of “this was not me”, which take access away, and nothing else.',
  ),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  relay: z
    .strictObject({
      address: address().describe(
        'Mail server that takes mail for every mailbox, such as `mail.example:465`.',
      ),
      tls: z
        .enum(['implicit', 'starttls', 'none'])
        .describe('`implicit` on port 465, `starttls` on 587 or 25; `none` on this machine only.'),
      ca: readableFile()
        .optional()
        .describe('The authority of its certificate, PEM. Absent: those that Node trusts.'),
      user: z.string().min(1).max(254).optional().describe('User name, if the relay requires one.'),
      'password-file': readableFile().optional().describe("File with the user's password."),
      connections: z.int().min(1).max(50).default(5).describe('How many mails are sent at a time.'),
    })
    .refine(({ tls, address: { host } }) => tls !== 'none' || LOOPBACK.test(host), {
      message:
        'tls: none is only for a relay on this machine: on the way elsewhere, mails could be read',
    })
    .refine(({ user, 'password-file': file }) => (user === undefined) === (file === undefined), {
      message: 'user and password-file belong together',
    }),
  from: z
    .string()
    .regex(MAILBOX, 'must be an address such as no-reply@mail.example')
    .describe('Sender of the mails. Bounces come back to this address.'),
  administrators: z
    .string()
    .regex(MAILBOX, 'must be an address such as postmaster@{domain}')
    .default('postmaster@{domain}')
    .describe("Address that is told if a person disowns a sign-in; `{domain}` is the account's."),
  hosts: signInHosts().describe("Hosts where people sign in, as in portal's configuration."),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('Name at the foot of mails, for domains without a name of their own.'),
  language: z
    .enum(ALL_LANGUAGES)
    .default('en')
    .describe('Language of mails, for domains that chose none for the sign-in page.'),
  'per-day': z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe(
      'Most notices about sign-ins and trust to a person in 24 hours. Further ones come in one mail.',
    ),
  learning: duration({ min: 0, max: 90 * DAY_MS })
    .default(14 * DAY_MS)
    .describe('For this long after the first start, sign-ins are learned and cause no notices.'),
  'seen-for': duration({ min: DAY_MS, max: 730 * DAY_MS })
    .default(180 * DAY_MS)
    .describe('How long a network or program is remembered after its last use.'),
  off: z
    .record(z.string(), z.array(z.enum(OPTIONAL_KINDS)))
    .default({})
    .describe('Kinds of notices that are off for a domain, such as `{ a.tld: [trust-granted] }`.'),
});

export type NoticeConfig = z.output<typeof noticeSettings>;
