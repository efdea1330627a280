import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { actor, domain, time, uuid } from './common.js';
import { purgedEvent } from './throttle.js';

export const brandingSet = defineEvent({
  type: 'gatepost.portal.branding-set.v1',
  title: 'The branding of a domain’s sign-in page was set.',
  data: z.strictObject({ domain, name: z.string().max(64), actor }),
});

export const brandingRemoved = defineEvent({
  type: 'gatepost.portal.branding-removed.v1',
  title:
    'The branding of a domain’s sign-in page was removed. The installation’s branding applies.',
  data: z.strictObject({ domain, actor }),
});

export const portalPurged = purgedEvent('portal');

export const logoutUndelivered = defineEvent({
  type: 'gatepost.portal.logout-undelivered.v1',
  title: 'A client could not be told that a session ended. There are no further tries.',
  data: z.strictObject({
    client: z.string().max(64),
    domain,
    session_id: uuid,
    ended_at: time,
    tries: z.int().min(1),
    why: z.string().max(200).describe('The error of the last try.'),
  }),
});
