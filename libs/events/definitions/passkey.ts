import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, label, time, uuid } from './common.js';
import { purgedEvent, throttleEvents } from './throttle.js';

const passkey = z.strictObject({
  id: uuid,
  label,
  rp_id: z.string().describe('The sign-in host it is bound to.'),
  transports: z.array(z.enum(['internal', 'hybrid', 'usb', 'nfc', 'ble', 'smart-card'])),
  backup_eligible: z.boolean().describe('It may be copied to other devices of the person.'),
  backed_up: z.boolean(),
  // Any 128 bits: vendors do not follow a version of RFC 9562.
  aaguid: z.guid().describe('The authenticator’s model; all zeros where it does not say.'),
});

const ofPasskey = z.strictObject({ account, passkey, actor });

export const passkeyRegistered = defineEvent({
  type: 'gatepost.passkey.registered.v1',
  title: 'A passkey is a way in from now on.',
  data: ofPasskey,
});

export const passkeyRenamed = defineEvent({
  type: 'gatepost.passkey.renamed.v1',
  title: 'A person named a passkey anew.',
  data: ofPasskey,
});

export const passkeyRemoved = defineEvent({
  type: 'gatepost.passkey.removed.v1',
  title: 'A passkey was removed; the account’s sessions and trust end.',
  data: ofPasskey,
});

export const passkeySuspended = defineEvent({
  type: 'gatepost.passkey.suspended.v1',
  title: 'A passkey verifies nothing: it was made after a sign-in that its owner disowned.',
  data: ofPasskey,
});

export const passkeyRestored = defineEvent({
  type: 'gatepost.passkey.restored.v1',
  title: 'A suspended passkey verifies again.',
  data: ofPasskey,
});

export const passkeyCounterFell = defineEvent({
  type: 'gatepost.passkey.counter-fell.v1',
  title:
    'An answer was signed by the right key, but its counter did not go up: the passkey may have been copied.',
  data: z.strictObject({
    account,
    passkey,
    counter: z.int().min(0).describe('As it was answered.'),
    client_ip: address,
    decision_id: uuid,
  }),
});

export const passkeyHostMoves = defineEvent({
  type: 'gatepost.passkey.host-moves.v1',
  title:
    'A person has passkeys of a sign-in host that their domain gives up, and is to be told. Once a person.',
  data: z.strictObject({
    account,
    rp_id: z.string().describe('The host at which the passkeys were made.'),
    to: z.string().describe('Where passkeys are made now: `https://login.a.tld`.'),
    until: time.describe('The passkeys work until then.'),
  }),
});

export const passkeyThrottle = throttleEvents('passkey');
export const passkeyPurged = purgedEvent('passkey');
