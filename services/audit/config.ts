import * as z from 'zod';
import { duration, secretFile } from '../../libs/config/index.js';
import { parseWitnessKey } from '../../libs/merkle/index.js';
import { parseDomain } from '../../libs/names/domain.js';
import { baseSettings } from '../../libs/service/index.js';
import { TICKET_KEYS, ticketKeys } from '../../libs/ticket/index.js';

const UNITS = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const HOUR = 3_600_000;

/** A size in octets, written as an integer and one of `KiB MiB GiB TiB`. */
function octets() {
  return z.string().transform((text, context) => {
    const [, digits, unit] = /^([1-9]\d{0,8})(KiB|MiB|GiB|TiB)$/.exec(text) ?? [];
    if (digits !== undefined) return Number(digits) * UNITS[unit as keyof typeof UNITS];
    const message = 'must be an integer and one of KiB, MiB, GiB, TiB, such as 50GiB';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function domain() {
  return z.string().refine((text) => {
    const parsed = parseDomain(text);
    return parsed.ok && parsed.value === text;
  }, 'must be a domain in lower case, as A-labels');
}

function witnessUrl() {
  return z
    .string()
    .regex(
      /^https?:\/\/[^\s?#@]+$/,
      'must be http:// or https://, without user, query and fragment',
    );
}

/** `name+keyid+base64`, of signature type 4. */
function witnessKey() {
  return z.string().transform((text, context) => {
    try {
      return parseWitnessKey(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

/** The configuration of one replica of the audit service. */
export const auditSettings = z.strictObject({
  ...baseSettings([], ['trust-store']),
  'ticket-keys': ticketKeys()
    .optional()
    .describe(
      `${TICKET_KEYS} Needs \`peers.trust-store\`. Absent: people cannot read their own sign-ins.`,
    ),
  record: z.strictObject({
    origin: z
      .string()
      .regex(/^[^\s+\p{Cc}]{1,200}$/u, 'must be a name without spaces and +')
      .describe(
        'Name of the log and its keys in checkpoints, such as `mail.example/record`. It must never change.',
      ),
    keys: z
      .array(secretFile())
      .min(1)
      .max(8)
      .describe('Ed25519 private keys, PEM. Each of them signs every checkpoint.'),
    remember: z
      .string()
      .optional()
      .describe(
        'File of this replica for the checkpoint that it signed last, which no later one may contradict. Absent: it is only remembered while the process runs.',
      ),
  }),
  checkpoints: z
    .strictObject({
      events: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(10_000)
        .describe('A checkpoint is published after this many events,'),
      every: duration({ min: 1000 })
        .default(60_000)
        .describe('or this long after the last one, if there are new events.'),
      archive: z
        .string()
        .optional()
        .describe(
          'Directory in which each checkpoint is written as a file that is never changed, such as a mounted bucket with object lock. Absent: none is written.',
        ),
      witnesses: z
        .array(z.strictObject({ url: witnessUrl(), key: witnessKey() }))
        .max(16)
        .default([])
        .describe(
          'Who cosigns checkpoints (C2SP tlog-witness): submission prefix, and key of Ed25519 cosignatures.',
        ),
    })
    .prefault({}),
  retention: z
    .strictObject({
      age: duration({ min: HOUR })
        .optional()
        .describe('How long events are kept. Absent: for ever. Their leaves stay.'),
      domains: z
        .record(domain(), duration({ min: HOUR }))
        .default({})
        .describe('How long events of these domains are kept, if it differs.'),
      size: octets()
        .optional()
        .describe(
          'The oldest events are deleted if all together are larger than this. Absent: no limit.',
        ),
      every: duration({ min: 1000 }).default(HOUR).describe('How often old events are deleted.'),
    })
    .prefault({})
    .describe('Absent: events are kept for ever.'),
  'missing-after': duration()
    .default(60_000)
    .describe("How long an event's number may be missing before the gap is reported by an event."),
});

export type AuditConfig = z.output<typeof auditSettings>;

/** The settings that `assemble` takes. */
export function dependencySettings(config: AuditConfig) {
  const { age, domains, size, every } = config.retention;
  const { events, every: everyMs } = config.checkpoints;
  return {
    schedule: { events, everyMs },
    retention: {
      domains,
      everyMs: every,
      ...(age === undefined ? {} : { age }),
      ...(size === undefined ? {} : { octets: size }),
    },
    missingAfterMs: config['missing-after'],
  };
}
