import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { actor, domain } from './common.js';
import { purgedEvent } from './throttle.js';

export const brandingSet = defineEvent({
  type: 'gatepost.portal.branding-set.v1',
  title: 'How the sign-in page looks to a domain’s people was changed.',
  data: z.strictObject({ domain, name: z.string().max(64), actor }),
});

export const portalPurged = purgedEvent('portal');
