import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, domain, label, services, time, uuid } from './common.js';
import { purgedEvent, throttleEvents } from './throttle.js';

const appPassword = z.strictObject({
  id: z.string(),
  label,
  services,
  expires_at: time.optional(),
});

const ofAccount = z.strictObject({ account, actor });
const ofAppPassword = z.strictObject({ account, app_password: appPassword, actor });

export const accountCreated = defineEvent({
  type: 'gatepost.credential.account-created.v1',
  title: 'An account was made in the embedded back end.',
  data: ofAccount.extend({ has_password: z.boolean() }),
});

export const passwordSet = defineEvent({
  type: 'gatepost.credential.password-set.v1',
  title: 'A main password was set.',
  data: ofAccount,
});

export const passwordImported = defineEvent({
  type: 'gatepost.credential.password-imported.v1',
  title: 'The hash of a main password was taken over.',
  data: ofAccount.extend({ scheme: z.string() }),
});

export const passwordRehashed = defineEvent({
  type: 'gatepost.credential.password-rehashed.v1',
  title: 'At a login, a hash was replaced by one of today’s parameters.',
  data: z.strictObject({ account, scheme: z.string().describe('Of the old hash.') }),
});

export const appPasswordCreated = defineEvent({
  type: 'gatepost.credential.app-password-created.v1',
  title: 'An app password was made.',
  data: ofAppPassword,
});

export const appPasswordRevoked = defineEvent({
  type: 'gatepost.credential.app-password-revoked.v1',
  title: 'An app password was ended.',
  data: ofAppPassword,
});

export const appPasswordExpired = defineEvent({
  type: 'gatepost.credential.app-password-expired.v1',
  title: 'An app password ran out.',
  data: z.strictObject({ account, app_password: appPassword }),
});

export const disowned = defineEvent({
  type: 'gatepost.credential.disowned.v1',
  title:
    'A person said that what an event tells of was not them: what was gained since is taken away.',
  data: z.strictObject({
    account,
    about: uuid.describe('The event.'),
    since: time.describe('When that was.'),
    actor,
  }),
});

export const appPasswordManyNetworks = defineEvent({
  type: 'gatepost.credential.app-password-many-networks.v1',
  title: 'An app password was used from more networks than one device is likely to be in.',
  data: z.strictObject({
    account,
    app_password: appPassword,
    networks: z.int().min(1),
    client_ip: address,
    decision_id: uuid.optional(),
  }),
});

export const backendSet = defineEvent({
  type: 'gatepost.credential.backend-set.v1',
  title: 'It was set where the main passwords of a domain are verified.',
  data: z.strictObject({
    domain,
    backend: z.enum(['embedded', 'ldap', 'none']),
    urls: z.array(z.string()).optional().describe('Of an LDAP directory.'),
    app_passwords_on_change: z.enum(['keep', 'revoke']),
    actor,
  }),
});

export const credentialThrottle = throttleEvents('credential');
export const credentialPurged = purgedEvent('credential');
