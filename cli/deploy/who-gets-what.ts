import type { Role } from '../../libs/certificates/index.js';
import { IDENTITIES } from '../up/installation/identities.js';
import type { Secrets } from '../up/installation/secrets.js';
import {
  SERVICE_NAMES,
  STORING_SERVICES,
  type StoringService,
} from '../up/installation/services.js';

export const SERVICES = STORING_SERVICES;

/** Callers from outside. The administrator of one company exists only in the demo. */
export const PEOPLE = IDENTITIES.filter(({ name }) => name !== 'corp-admin');

/**
 * Everyone with a certificate: the services, the servers they use, and the callers from outside.
 */
export function tlsIdentities(): { role: Role; name: string }[] {
  const names = [...SERVICE_NAMES, 'postgres', 'nats'];
  return [...names.map((name) => ({ role: 'service' as const, name })), ...PEOPLE];
}

/** The files under `secrets/` of each service, as its configuration names them. */
export function secretsOf(service: StoringService, secrets: Secrets): Record<string, string> {
  return {
    'database.password': secrets.databasePasswords[service],
    'nats.password': secrets.natsPasswords.services,
    ...OWN[service](secrets),
  };
}

/** The services without a database, with what they have under `secrets/`. */
export function statelessSecrets({
  sessionKey,
  forwardAuthSecret,
  consoleKeys,
}: Secrets): Readonly<Record<'edge' | 'console', Record<string, string>>> {
  return {
    edge: { 'session.key': sessionKey, 'forward-auth.secret': forwardAuthSecret },
    console: { 'console.keys': consoleKeys },
  };
}

const OWN: Readonly<Record<StoringService, (secrets: Secrets) => Record<string, string>>> = {
  policy: ({ ticketKey, policySessionKeys }) => ({
    'ticket.key': ticketKey,
    'session.keys': policySessionKeys,
  }),
  credential: ({ ticketPublicKey, disownPublicKey, credentialKeys }) => ({
    'ticket.pub': ticketPublicKey,
    'disown.pub': disownPublicKey,
    'credential.keys': credentialKeys,
  }),
  otp: ({ ticketPublicKey, disownPublicKey, otpKeys }) => ({
    'ticket.pub': ticketPublicKey,
    'disown.pub': disownPublicKey,
    'otp.keys': otpKeys,
  }),
  saml: ({ samlKeys }) => ({ 'saml.keys': samlKeys }),
  passkey: ({ ticketPublicKey, disownPublicKey, passkeyKeys }) => ({
    'ticket.pub': ticketPublicKey,
    'disown.pub': disownPublicKey,
    'passkey.keys': passkeyKeys,
  }),
  'trust-store': ({ ticketPublicKey, disownPublicKey }) => ({
    'ticket.pub': ticketPublicKey,
    'disown.pub': disownPublicKey,
  }),
  portal: ({ portalKeys }) => ({ 'portal.keys': portalKeys }),
  notice: ({ noticeKeys, disownKey, ticketPublicKey }) => ({
    'ticket.pub': ticketPublicKey,
    'notice.keys': noticeKeys,
    'disown.key': disownKey,
  }),
  audit: ({ recordKey, ticketPublicKey }) => ({
    'record.key': recordKey,
    'ticket.pub': ticketPublicKey,
  }),
};
