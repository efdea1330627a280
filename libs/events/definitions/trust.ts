import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, label, service, time, uuid } from './common.js';
import { purgedEvent } from './throttle.js';

const trust = z.strictObject({
  trust_id: z.string(),
  account,
  kind: z.enum(['ip', 'device', 'session']),
  prefix: z.string().optional().describe('Of an address: `192.0.2.80/32`.'),
  label: label.optional().describe('Of a device. Of a session: the client it was given for.'),
  service: service.optional().describe('Of a session: what the sign-in was for.'),
  granted_at: time,
  until: time,
  granted_by: uuid.optional().describe('The decision that earned it.'),
});

export const trustGranted = defineEvent({
  type: 'gatepost.trust.granted.v1',
  title: 'An address, a device or a session is trusted until a time.',
  data: trust.extend({ renewed: z.boolean(), from_ip: address }),
});

export const trustExpired = defineEvent({
  type: 'gatepost.trust.expired.v1',
  title: 'A trust ran out. Each one that does has exactly one such event.',
  data: trust.extend({
    why: z
      .enum(['expired', 'limits-changed'])
      .describe('Its time was up, or a change of the document left nothing of it.'),
  }),
});

export const trustRevoked = defineEvent({
  type: 'gatepost.trust.revoked.v1',
  title: 'A trust was ended.',
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
