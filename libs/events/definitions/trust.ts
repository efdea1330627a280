import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, label, service, time, uuid } from './common.js';
import { purgedEvent } from './throttle.js';

const trust = z.strictObject({
  trust_id: z.string(),
  account,
  kind: z.enum(['ip', 'device', 'session']),
  prefix: z.string().optional().describe('For an address: `192.0.2.80/32`.'),
  label: label.optional().describe('For a device, its label. For a session, its client.'),
  service: service.optional().describe('For a session: the service of the sign-in.'),
  granted_at: time,
  until: time,
  granted_by: uuid.optional().describe('The decision of the login that granted it.'),
});

export const trustGranted = defineEvent({
  type: 'gatepost.trust.granted.v1',
  title: 'An address, a device or a session was trusted for a limited time.',
  data: trust.extend({ renewed: z.boolean(), from_ip: address }),
});

export const trustExpired = defineEvent({
  type: 'gatepost.trust.expired.v1',
  title: 'A trust expired. Each expired trust has exactly one such event.',
  data: trust.extend({
    why: z
      .enum(['expired', 'limits-changed'])
      .describe('Its time was up, or a changed document no longer allows it.'),
  }),
});

export const trustRevoked = defineEvent({
  type: 'gatepost.trust.revoked.v1',
  title: 'A trust was revoked.',
  data: trust.extend({
    reason: z
      .string()
      .max(64)
      .describe(
        '`self-service`, `administrator`, `signed-out`, `replaced`, `carrier-ended`, `otp-reset`, …',
      ),
    actor,
  }),
});

export const trustStolen = defineEvent({
  type: 'gatepost.trust.stolen.v1',
  title: 'A device token was presented after its successor had been used; the device is revoked.',
  data: trust.extend({ client_ip: address, decision_id: uuid.optional() }),
});

export const trustPurged = purgedEvent('trust');
