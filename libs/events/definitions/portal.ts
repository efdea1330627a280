import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { actor, domain, time, uuid } from './common.js';
import { purgedEvent } from './throttle.js';

export const brandingSet = defineEvent({
  type: 'gatepost.portal.branding-set.v1',
  title: 'How the sign-in page looks to a domain’s people was changed.',
  data: z.strictObject({ domain, name: z.string().max(64), actor }),
});

export const brandingRemoved = defineEvent({
  type: 'gatepost.portal.branding-removed.v1',
  title: 'The sign-in page looks to a domain’s people as the installation’s does again.',
  data: z.strictObject({ domain, actor }),
});

export const portalPurged = purgedEvent('portal');

export const logoutUndelivered = defineEvent({
  type: 'gatepost.portal.logout-undelivered.v1',
  title: 'A client could not be told that a session ended, and will not be told any more.',
  data: z.strictObject({
    client: z.string().max(64),
    domain,
    session_id: uuid,
    ended_at: time,
    tries: z.int().min(1),
    why: z.string().max(200).describe('What the last try failed with.'),
  }),
});
