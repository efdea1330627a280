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
    'Key file: hashes the networks and programs that people were seen with, signs links in mails.',
  ),
  'ticket-key': ticketKey().describe(
    'Private key, PEM, of “this was not me”: it signs what takes access away, and nothing else.',
  ),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  relay: z
    .strictObject({
      address: address().describe('`mail.example:465`, which takes mail for every mailbox.'),
      tls: z
        .enum(['implicit', 'starttls', 'none'])
        .describe('`implicit` on port 465, `starttls` on 587 or 25; `none` on this machine only.'),
      ca: readableFile().optional().describe('Its authority, PEM; absent: those Node knows.'),
      user: z.string().min(1).max(254).optional().describe('Where it asks for one'),
      'password-file': readableFile().optional().describe('and its password.'),
      connections: z.int().min(1).max(50).default(5).describe('Mails that are sent at a time.'),
    })
    .refine(({ tls, address: { host } }) => tls !== 'none' || LOOPBACK.test(host), {
      message: 'tls: none is for a relay on this machine: elsewhere, mails can be read on the way',
    })
    .refine(({ user, 'password-file': file }) => (user === undefined) === (file === undefined), {
      message: 'user and password-file belong together',
    }),
  from: z
    .string()
    .regex(MAILBOX, 'must be an address such as no-reply@mail.example')
    .describe('Whose mails these are; refusals of later come back to it.'),
  administrators: z
    .string()
    .regex(MAILBOX, 'must be an address such as postmaster@{domain}')
    .default('postmaster@{domain}')
    .describe('Who is told that a person has disowned a sign-in; `{domain}` is the account’s.'),
  hosts: signInHosts().describe('Where people sign in, as in portal’s configuration.'),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('What people read at the foot of a mail, where a domain says nothing else.'),
  language: z
    .enum(ALL_LANGUAGES)
    .default('en')
    .describe('Where a domain has chosen none for its sign-in page.'),
  'per-day': z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Sign-ins and trust a person is told of in 24 hours; the others come in one mail.'),
  learning: duration({ min: 0, max: 90 * DAY_MS })
    .default(14 * DAY_MS)
    .describe('After the first start, sign-ins are learnt from and not told of.'),
  'seen-for': duration({ min: DAY_MS, max: 730 * DAY_MS })
    .default(180 * DAY_MS)
    .describe('How long a network or program is known after it was used last.'),
  off: z
    .record(z.string(), z.array(z.enum(OPTIONAL_KINDS)))
    .default({})
    .describe('Kinds that the people of a domain are not told of: `{ a.tld: [trust-granted] }`.'),
});

export type NoticeConfig = z.output<typeof noticeSettings>;
