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
  title: 'An account was created in the embedded back end.',
  data: ofAccount.extend({ has_password: z.boolean() }),
});

export const passwordSet = defineEvent({
  type: 'gatepost.credential.password-set.v1',
  title: 'A main password was set.',
  data: ofAccount,
});

export const passwordImported = defineEvent({
  type: 'gatepost.credential.password-imported.v1',
  title: 'The hash of a main password was imported.',
  data: ofAccount.extend({ scheme: z.string() }),
});

export const passwordRehashed = defineEvent({
  type: 'gatepost.credential.password-rehashed.v1',
  title: 'At a login, the hash of a main password was replaced by one with current parameters.',
  data: z.strictObject({ account, scheme: z.string().describe('Scheme of the old hash.') }),
});

export const appPasswordCreated = defineEvent({
  type: 'gatepost.credential.app-password-created.v1',
  title: 'An app password was created.',
  data: ofAppPassword,
});

export const appPasswordRevoked = defineEvent({
  type: 'gatepost.credential.app-password-revoked.v1',
  title: 'An app password was revoked.',
  data: ofAppPassword,
});

export const appPasswordExpired = defineEvent({
  type: 'gatepost.credential.app-password-expired.v1',
  title: 'An app password expired.',
  data: z.strictObject({ account, app_password: appPassword }),
});

export const disowned = defineEvent({
  type: 'gatepost.credential.disowned.v1',
  title:
    'A person said “This was not me” about an event: what was gained since then is taken away.',
  data: z.strictObject({
    account,
    about: uuid.describe('The id of that event.'),
    since: time.describe('The time of that event.'),
    actor,
  }),
});

export const appPasswordManyNetworks = defineEvent({
  type: 'gatepost.credential.app-password-many-networks.v1',
  title: 'An app password was used from more networks than one device is likely to visit.',
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
  title: 'The back end that verifies the main passwords of a domain was set.',
  data: z.strictObject({
    domain,
    backend: z.enum(['embedded', 'ldap', 'none']),
    urls: z.array(z.string()).optional().describe('URLs of the LDAP directory.'),
    app_passwords_on_change: z.enum(['keep', 'revoke']),
    actor,
  }),
});

export const credentialThrottle = throttleEvents('credential');
export const credentialPurged = purgedEvent('credential');
