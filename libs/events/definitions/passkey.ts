import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, label, time, uuid } from './common.js';
import { purgedEvent, throttleEvents } from './throttle.js';

const passkey = z.strictObject({
  id: uuid,
  label,
  rp_id: z.string().describe('The sign-in host it is bound to.'),
  transports: z.array(z.enum(['internal', 'hybrid', 'usb', 'nfc', 'ble', 'smart-card'])),
  backup_eligible: z.boolean().describe('Whether it may be copied to other devices of the person.'),
  backed_up: z.boolean(),
  // Not `z.uuid()`: AAGUIDs are any 128 bits and need not follow RFC 9562.
  aaguid: z.guid().describe('The authenticator’s model. All zeros: it does not say.'),
});

const ofPasskey = z.strictObject({ account, passkey, actor });

export const passkeyRegistered = defineEvent({
  type: 'gatepost.passkey.registered.v1',
  title: 'A passkey was registered.',
  data: ofPasskey,
});

export const passkeyRenamed = defineEvent({
  type: 'gatepost.passkey.renamed.v1',
  title: 'A person renamed a passkey.',
  data: ofPasskey,
});

export const passkeyRemoved = defineEvent({
  type: 'gatepost.passkey.removed.v1',
  title: 'A passkey was removed; the account’s sessions and trust end.',
  data: ofPasskey,
});

export const passkeySuspended = defineEvent({
  type: 'gatepost.passkey.suspended.v1',
  title: 'A passkey was suspended: it was made after a sign-in that its owner disowned.',
  data: ofPasskey,
});

export const passkeyRestored = defineEvent({
  type: 'gatepost.passkey.restored.v1',
  title: 'A suspended passkey was restored.',
  data: ofPasskey,
});

export const passkeyCounterFell = defineEvent({
  type: 'gatepost.passkey.counter-fell.v1',
  title:
    'A passkey’s answer had a valid signature, but its counter did not go up: the passkey may have been copied.',
  data: z.strictObject({
    account,
    passkey,
    counter: z.int().min(0).describe('The counter in the answer.'),
    client_ip: address,
    decision_id: uuid,
  }),
});

export const passkeyHostMoves = defineEvent({
  type: 'gatepost.passkey.host-moves.v1',
  title:
    'A person has passkeys for a sign-in host that their domain is leaving, and must be told. One event for each person.',
  data: z.strictObject({
    account,
    rp_id: z.string().describe('The host for which the passkeys were made.'),
    to: z.string().describe('The new sign-in host: `https://login.a.tld`.'),
    until: time.describe('The time until which the passkeys work.'),
  }),
});

export const passkeyThrottle = throttleEvents('passkey');
export const passkeyPurged = purgedEvent('passkey');
