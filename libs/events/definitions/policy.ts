import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, revision, service, time, uuid } from './common.js';

const document = z.string().max(254).describe('`a.tld`, `*` or `template:standard-isp`.');

const change = z.strictObject({
  document,
  revision: revision.describe('The revision that this change made.'),
  content_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('SHA-256 of the text as applied.'),
  actor,
});

export const policyApplied = defineEvent({
  type: 'gatepost.policy.applied.v1',
  title: 'A policy document came into force, new or changed.',
  data: change,
});

export const policyRemoved = defineEvent({
  type: 'gatepost.policy.removed.v1',
  title: 'A policy document was withdrawn.',
  data: change,
});

const trial = uuid.describe('The id by which login events name the trial.');

export const trialStarted = defineEvent({
  type: 'gatepost.policy.trial-started.v1',
  title: 'A trial began: login events say what the candidate document would have decided.',
  data: z.strictObject({
    document,
    trial,
    revision: revision.describe('The revision in force at the time.'),
    content_sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the candidate’s text.'),
    remind_at: time.describe('The time after which the trial counts as forgotten.'),
    actor,
  }),
});

export const trialEnded = defineEvent({
  type: 'gatepost.policy.trial-ended.v1',
  title: 'A trial was ended, or its candidate came into force.',
  data: z.strictObject({
    document,
    trial,
    because: z.enum(['ended', 'applied']),
    actor: actor.optional().describe('Absent: the candidate came into force.'),
  }),
});

export const trialFailed = defineEvent({
  type: 'gatepost.policy.trial-failed.v1',
  title:
    'The candidate of a trial cannot be evaluated. Decisions are not affected; the trial has no results.',
  data: z.strictObject({ document, trial, failure: z.string().max(1000) }),
});

export const trialForgotten = defineEvent({
  type: 'gatepost.policy.trial-forgotten.v1',
  title: 'A trial has run longer than planned: apply its document or end it.',
  data: z.strictObject({ document, trial, started_at: time }),
});

const reminders = {
  domain: z.string().max(254),
  count: z.number().int().min(0).describe('Accounts.'),
  actor,
};

export const remindersBegun = defineEvent({
  type: 'gatepost.policy.reminders-begun.v1',
  title: 'People will be reminded, before their grace period ends, to set up a second factor.',
  data: z.strictObject({ ...reminders, days_before: z.number().int().min(1).max(90) }),
});

export const remindersEnded = defineEvent({
  type: 'gatepost.policy.reminders-ended.v1',
  title: 'Reminders that were not sent yet were withdrawn.',
  data: z.strictObject(reminders),
});

export const enrolmentDue = defineEvent({
  type: 'gatepost.policy.enrolment-due.v1',
  title: 'A person is to be reminded to set up a second factor: they have none, and must have one.',
  data: z.strictObject({
    account,
    until: time.describe('Until then they are let in without.'),
    actor: actor.describe('Who had people reminded.'),
  }),
});

export const clientChanged = defineEvent({
  type: 'gatepost.policy.client-changed.v1',
  title: 'A client of the sign-in page was registered, changed or removed.',
  data: z.strictObject({
    client: z.string().max(64).describe('Its `client_id`.'),
    removed: z.boolean(),
    service: service.optional(),
    domains: z.array(z.string()).max(5000).optional().describe('`*`: every domain.'),
    networks: z
      .array(z.string())
      .max(100)
      .optional()
      .describe('The networks from which it opens mail.'),
    actor,
  }),
});

export const accountRemoved = defineEvent({
  type: 'gatepost.account.removed.v1',
  title: 'Every service has deleted what it stored about an account.',
  data: z.strictObject({ account, requested_at: time, actor: z.string().max(600) }),
});
