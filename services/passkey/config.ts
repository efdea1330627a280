import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readCertificates } from '../../libs/certificates/index.js';
import { duration, readableFile } from '../../libs/config/index.js';
import { domains } from '../../libs/config/name-fields.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { throttleLimits } from '../../libs/throttle/index.js';
import { DISOWN_KEYS, disownKeys, TICKET_KEYS, ticketKeys } from '../../libs/ticket/index.js';
import { faultIn, type HostEntry, hostsOf, type SignInHost } from './core/hosts.js';
import { type ModelEntry, modelsOf } from './core/models.js';
import type { PasskeySettings } from './core/settings.js';

const MINUTE = 60_000;

/** The origin of a sign-in host, as browsers send it: `https://login.example`. */
function origin() {
  return z.string().superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (url === undefined || url.origin !== text) {
      refuse('must be an origin, https://login.example, without a path or a slash at its end');
    } else if (url.protocol !== 'https:' && url.hostname !== 'localhost') {
      refuse('must be https: browsers make passkeys only there and at localhost');
    } else if (!/[a-z]/.test(url.hostname.split('.').at(-1) ?? '')) {
      refuse('must be a name: passkeys cannot be bound to an address');
    }
  });
}

/** An app of the operator's, as its system names it to the authenticator. */
function app() {
  return z
    .string()
    .regex(
      /^android:apk-key-hash:[A-Za-z0-9_-]{43}$/,
      'must be android:apk-key-hash: and 43 characters',
    );
}

const host = z.strictObject({
  url: origin().describe(
    'Address of the host as browsers see it. Its full name is the RP ID of the passkeys made there.',
  ),
  apps: z.array(app()).default([]).describe('Android apps that may use its passkeys.'),
  domains: domains()
    .default(['*'])
    .describe('Domains whose people sign in there; `*`: all domains without a host of their own.'),
  'moved-from': z
    .strictObject({
      url: origin().describe('Where these people signed in before.'),
      until: z.iso.date().describe('Passkeys made there work there until 00:00 UTC of that day.'),
    })
    .optional()
    .describe('Absent: these people signed in nowhere else.'),
});

/** Certificates of a PEM file, DER. */
function certificates() {
  return readableFile().transform((path, context) => {
    try {
      return readCertificates(readFileSync(path, 'utf8'));
    } catch (error) {
      const message = error instanceof Error ? error.message : 'cannot be read';
      context.addIssue({ code: 'custom', message: `${message}: ${path}` });
      return z.NEVER;
    }
  });
}

const aaguid = () =>
  z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be an AAGUID, a UUID')
    .refine((text) => /[1-9a-f]/.test(text), 'is the one of authenticators that name no model');

const model = z.strictObject({
  domains: domains()
    .default(['*'])
    .describe('Domains that the entry applies to; `*`: all domains that no other entry names.'),
  aaguids: z.array(aaguid()).min(1).describe("The models' AAGUIDs, as their makers publish them."),
  name: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .optional()
    .describe(
      'Name that people know the model by. Absent: the name in the metadata, else the AAGUID.',
    ),
  roots: certificates()
    .optional()
    .describe('Root certificates of the maker, PEM. Absent: those in the metadata.'),
});

/** The configuration of one replica of the passkey service. */
export const passkeySettings = z.strictObject({
  ...baseSettings(['credential', 'otp', 'trust-store', 'audit']),
  keys: keyRingFile().describe('Key file. It signs the login tickets of logins that have begun.'),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  'disown-keys': disownKeys().describe(DISOWN_KEYS),
  hosts: z
    .array(host)
    .min(1)
    .superRefine((entries, context) => {
      const fault = faultIn(entries.map(entryOf));
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    })
    .meta({ description: 'Hosts where people sign in, the same as `hosts` of portal.' }),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('What browsers show when a passkey is made.'),
  'login-lifetime': duration({ min: MINUTE, max: 60 * MINUTE })
    .default(10 * MINUTE)
    .describe('How long a login waits for the passkey.'),
  'registration-lifetime': duration({ min: MINUTE, max: 60 * MINUTE })
    .default(10 * MINUTE)
    .describe(
      'How long a registration waits for the browser, and then for the person to keep the recovery codes.',
    ),
  models: z.array(model).default([]).meta({
    description:
      'Models of authenticators that may be registered. Empty: any model may, and no attestation is asked for.',
  }),
  metadata: z
    .strictObject({
      blob: readableFile().describe(
        'The signed file, which you download from FIDO (`mds3.fidoalliance.org`).',
      ),
      roots: readableFile()
        .optional()
        .describe("Root certificates of the file's signer, PEM. Absent: FIDO's."),
    })
    .optional()
    .describe(
      "FIDO's metadata about models: names, roots, and which are compromised. Absent: none is used.",
    ),
  'passkeys-per-account': z
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('Most passkeys of an account.'),
  throttle: throttleLimits().prefault({}),
});

export type PasskeyConfig = z.output<typeof passkeySettings>;

/**
 * The settings that the commands need.
 * @param models as read by `readModels`
 */
export function settingsOf(config: PasskeyConfig, models: readonly ModelEntry[]): PasskeySettings {
  return {
    rpName: config['display-name'],
    hosts: hostsOf(config.hosts.map(entryOf)),
    loginMs: config['login-lifetime'],
    registrationMs: config['registration-lifetime'],
    passkeysPerAccount: config['passkeys-per-account'],
    models: modelsOf(models),
  };
}

function entryOf(entry: z.output<typeof host>): HostEntry {
  const before = entry['moved-from'];
  return {
    ...hostOf(entry.url, entry.apps),
    domains: entry.domains,
    movedFrom: before && {
      ...hostOf(before.url, entry.apps),
      until: Date.parse(`${before.until}T00:00:00Z`),
    },
  };
}

function hostOf(url: string, apps: readonly string[]): SignInHost {
  return { rpId: new URL(url).hostname, origins: [url, ...apps] };
}
