import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';
import { withDays } from './days.js';
import {
  ClientSpec,
  RemoveAccountStep,
  ResetOtpStep,
  SetPasswordStep,
  SignOutStep,
} from './session-steps.js';
import { EnrolStep, UseStep } from './ticket-steps.js';

/** Strict, so that a key that this player does not know is an error instead of being ignored. */
const Duration = z.string().regex(/^\d+[smhd]$/);

const Login = z.strictObject({
  id: z.string(),
  account: z.string(),
  service: z.string(),
  ip: z.string(),
  interactive: z.boolean().optional(),
  present: z.array(z.string()),
  device: z.string().optional(),
  remember: z
    .strictObject({
      ip: Duration.optional(),
      device: Duration.optional(),
      session: Duration.optional(),
    })
    .optional(),
  session: z.string().optional(),
  client: z.string().optional(),
  host: z.string().optional(),
  whose: z.string().optional(),
  repeat: z.number().int().positive().default(1),
  expect: z.enum(['ALLOW', 'CHALLENGE', 'DENY', 'INVALID']),
  rule: z.string().optional(),
  reason: z.string().optional(),
  missing: z.array(z.array(z.string())).optional(),
  granted: z.array(z.enum(['ip', 'device', 'session'])).optional(),
  'not-granted': z.partialRecord(z.enum(['ip', 'device', 'session']), z.string()).optional(),
  tickets: z.array(z.string()).optional(),
  administers: z.union([z.literal('all'), z.record(z.string(), z.string())]).optional(),
});

const Revoke = z.strictObject({
  account: z.string(),
  ip: z.string().optional(),
  device: z.string().optional(),
  session: z.string().optional(),
});

const PolicyDocument = z.record(z.string(), z.unknown());

const Step = z.union([
  Login,
  EnrolStep,
  UseStep,
  z.strictObject({ wait: Duration }),
  z.strictObject({ until: z.iso.date() }),
  z.strictObject({ apply: z.array(PolicyDocument) }),
  z.strictObject({ revoke: Revoke }),
  SetPasswordStep,
  ResetOtpStep,
  RemoveAccountStep,
  SignOutStep,
]);

const Person = z.strictObject({
  password: z.boolean().default(false),
  otp: z.boolean().default(false),
  recovery: z.boolean().default(false),
  'app-passwords': z.record(z.string(), z.array(z.string())).default({}),
  saml: z.boolean().default(false),
  passkeys: z.record(z.string(), z.enum(['resident', 'security-key'])).optional(),
});

/** A document, or a set of documents. */
const Candidate = z
  .strictObject({
    document: PolicyDocument.optional(),
    documents: z.array(PolicyDocument).optional(),
    because: z.string().optional(),
  })
  .transform(({ document, documents = [], because }) => ({
    documents: document === undefined ? documents : [document],
    because: because ?? '',
  }));

const Story = z.strictObject({
  name: z.string(),
  clients: z.record(z.string(), ClientSpec).optional(),
  hosts: z.record(z.string(), z.string()).optional(),
  policies: z.array(PolicyDocument),
  people: z.record(z.string(), Person),
  logins: z.array(Step),
  refused: z.array(Candidate).default([]),
  accepted: z.array(Candidate).default([]),
  warned: z.array(Candidate).optional(),
});

export type Login = z.output<typeof Login>;
export type Revoke = z.output<typeof Revoke>;
export type Step = z.output<typeof Step>;
export type Story = z.output<typeof Story> & { readonly file: string };
export type PersonSpec = z.output<typeof Person>;
export type PolicyDocument = z.output<typeof PolicyDocument>;

/** Reads every story beside this file. */
export function readStories(): Story[] {
  const directory = dirname(fileURLToPath(import.meta.url));
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      return { ...Story.parse(parse(withMinutes(withDays(text, Date.now())))), file: name };
    });
}

/**
 * Plays a story's seconds as minutes. The suite's clock runs on between two steps, so a trust of a few real seconds
 * could expire while a busy machine still makes the next login.
 */
function withMinutes(text: string): string {
  return text.replace(/\b(\d+)s\b/g, '$1m');
}

/** Whether a step is a login. */
export function isLogin(step: Step): step is Login {
  return 'present' in step;
}

/** The seconds of a duration such as `48h`. */
export function secondsOf(duration: string): number {
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[duration.at(-1) as 's' | 'm' | 'h' | 'd'];
  return Number(duration.slice(0, -1)) * unit;
}
