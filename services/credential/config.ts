import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { duration, filePath, parseAddress, readableFile } from '../../libs/config/index.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { throttleLimits } from '../../libs/throttle/index.js';
import { DISOWN_KEYS, disownKeys, TICKET_KEYS, ticketKeys } from '../../libs/ticket/index.js';
import type { LdapRules } from './clients/ldap/allowed.js';
import { breachedListProblem } from './clients/strength/breached-list.js';
import type { Argon2Parameters } from './core/password-hash.js';
import type { CredentialSettings } from './core/settings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `host:port` of a directory server, compared as text. */
function ldapHost() {
  return z
    .string()
    .refine((text) => parseAddress(text) !== null, 'must be host:port, such as ldap.example:636')
    .transform((text) => text.toLowerCase());
}

/** Path of a list of breached passwords. */
function breachedFile() {
  return readableFile().superRefine((path, context) => {
    const problem = breachedListProblem(path);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `${path} ${problem}` });
  });
}

/** The configuration of one replica of the credential service. */
export const credentialSettings = z.strictObject({
  ...baseSettings(['trust-store', 'audit']),
  keys: keyRingFile().describe('Key file. It keys the hashes of app passwords.'),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  'disown-keys': disownKeys().describe(DISOWN_KEYS),
  'app-passwords': z
    .strictObject({
      'per-account': z
        .int()
        .min(1)
        .max(1000)
        .default(25)
        .describe('Most app passwords of an account.'),
      'lapsed-kept': duration({ min: DAY })
        .default(90 * DAY)
        .describe('How long an expired app password is still listed.'),
      alarm: z
        .strictObject({
          networks: z
            .int()
            .min(1)
            .max(1000)
            .default(5)
            .describe('An app password used from more networks than this'),
          within: duration({ min: HOUR, max: 30 * DAY })
            .default(HOUR)
            .describe('within this time is reported as possibly stolen.'),
        })
        .prefault({}),
    })
    .prefault({}),
  passwords: z
    .strictObject({
      // NIST SP 800-63B section 5.1.1.2: at least 8, and 15 if the password is the only factor.
      'min-length': z
        .int()
        .min(1)
        .max(256)
        .default(8)
        .describe('Fewest characters of a new main password.'),
      'least-score': z
        .int()
        .min(0)
        .max(4)
        .default(3)
        .describe('Lowest zxcvbn score of a password that a person sets.'),
      'breached-list': breachedFile()
        .optional()
        .describe(
          'File of SHA-1 hashes as published by Have I Been Pwned, ordered by hash. People cannot set a password in it. Absent: only the built-in list is used.',
        ),
    })
    .prefault({}),
  // Argon2id (RFC 9106) for new hashes. Other hashes are replaced at the next right password.
  hashing: z
    .strictObject({
      'memory-kib': z.int().min(1024).max(262_144).default(19_456).describe('Memory of a hash.'),
      passes: z.int().min(1).max(20).default(2).describe('Passes over the memory.'),
      lanes: z.int().min(1).max(16).default(1).describe('Lanes of a hash.'),
      'at-once': z
        .int()
        .min(1)
        .max(256)
        .default(Math.max(1, availableParallelism() - 1))
        .meta({
          description:
            'How many hashes are computed at a time. Each takes one processor and the memory of a hash.',
          usual: 'the number of processors, less one',
        }),
    })
    .prefault({}),
  throttle: throttleLimits().prefault({}),
  ldap: z
    .strictObject({
      hosts: z.array(ldapHost()).min(1).describe('Servers that domains may use.'),
      ca: readableFile()
        .optional()
        .describe("The authority of their certificates, PEM. Absent: the system's authorities."),
      secrets: filePath()
        .optional()
        .describe('Directory of the secrets that back ends name. Absent: they may name none.'),
    })
    .optional()
    .describe('Absent: no domain may have its passwords verified by a directory.'),
});

export type CredentialConfig = z.output<typeof credentialSettings>;

/** The settings of the commands, from the configuration file. */
export function settingsOf(config: CredentialConfig): CredentialSettings {
  const { 'per-account': perAccount, 'lapsed-kept': lapsedKeptMs, alarm } = config['app-passwords'];
  return {
    perAccount,
    lapsedKeptMs,
    alarm: { networks: alarm.networks, withinMs: alarm.within },
    leastPassword: config.passwords['min-length'],
  };
}

/** The Argon2id parameters for new hashes, and how many hashes run at once. */
export function hashingOf({ hashing }: CredentialConfig): {
  parameters: Argon2Parameters;
  atOnce: number;
} {
  const { 'memory-kib': memoryKib, passes, lanes, 'at-once': atOnce } = hashing;
  return { parameters: { memoryKib, passes, lanes }, atOnce };
}

/**
 * Which directories may be used. Reads the CA file.
 * @throws Error if that file cannot be read
 */
export function ldapRulesOf({ ldap }: CredentialConfig): LdapRules {
  return {
    hosts: ldap?.hosts ?? [],
    ca: ldap?.ca === undefined ? undefined : readFileSync(ldap.ca, 'utf8'),
    secretsDirectory: ldap?.secrets,
  };
}
