import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, revision, service, time } from './common.js';

const document = z.string().max(254).describe('`a.tld`, `*` or `template:standard-isp`.');

const change = z.strictObject({
  document,
  revision: revision.describe('The revision that this change made.'),
  content_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Of the text as applied.'),
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

export const clientChanged = defineEvent({
  type: 'gatepost.policy.client-changed.v1',
  title: 'A client of the sign-in page was registered, changed or removed.',
  data: z.strictObject({
    client: z.string().max(64).describe('Its `client_id`.'),
    removed: z.boolean(),
    service: service.optional(),
    domains: z.array(z.string()).max(5000).optional().describe('`*`: every domain.'),
    networks: z.array(z.string()).max(100).optional().describe('It opens mail from these.'),
    actor,
  }),
});

export const accountRemoved = defineEvent({
  type: 'gatepost.account.removed.v1',
  title: 'Every store has forgotten an account.',
  data: z.strictObject({ account, requested_at: time, actor: z.string().max(600) }),
});
