import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, domain } from './common.js';
import { purgedEvent } from './throttle.js';

const ofDomain = z.strictObject({ domain, version: z.int().min(1), actor });

export const samlConfigured = defineEvent({
  type: 'gatepost.saml.configured.v1',
  title: 'The identity provider or a setting of a domain was changed.',
  data: ofDomain.extend({
    settings: z.array(z.string()).describe('Names of the changed settings.'),
  }),
});

export const samlRemoved = defineEvent({
  type: 'gatepost.saml.removed.v1',
  title: 'The identity provider of a domain was removed.',
  data: ofDomain,
});

export const samlKeysChanged = defineEvent({
  type: 'gatepost.saml.keys-changed.v1',
  title: 'The keys of a domain’s service provider were rotated or retired.',
  data: ofDomain.extend({ change: z.enum(['rotated', 'retired']) }),
});

export const samlLogout = defineEvent({
  type: 'gatepost.saml.logout.v1',
  title: 'A person signed out. Front-ends must end the person’s sessions.',
  data: z.strictObject({ account, by: z.enum(['person', 'provider']) }),
});

export const samlPurged = purgedEvent('saml');
