import { createPublicKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatVerifierKey, noteSigner } from '../../../libs/merkle/index.js';
import { formatKey } from '../../../libs/seal/index.js';
import { generateTicketKey } from '../../../libs/ticket/index.js';
import { keepFile } from './files.js';
import { STORING_SERVICES, type StoringService, schemaOf } from './services.js';

/** Paths of an installation's secrets. Each secret is given only to some services. */
export interface Secrets {
  /** Passwords of the services' roles in Postgres. */
  readonly databasePasswords: Readonly<Record<StoringService, string>>;
  /** Signs tickets; only policy has it. */
  readonly ticketKey: string;
  /** Verifies tickets. */
  readonly ticketPublicKey: string;
  /** Seals TOTP secrets; only otp has it. */
  readonly otpKeys: string;
  /** Signs the login tickets of passkeys; only passkey has it. */
  readonly passkeyKeys: string;
  /** Seals private keys of service providers; only saml has it. */
  readonly samlKeys: string;
  /** Keys the hashes of app passwords; only credential has it. */
  readonly credentialKeys: string;
  /** Passwords of the users of our own nats-server; see nats-config.ts. */
  readonly natsPasswords: { readonly services: string; readonly readers: string };
  /** Seals the state of sign-ins under way; only portal has it. */
  readonly portalKeys: string;
  /** Seals the cookies of administrators' browsers; only the console has it. */
  readonly consoleKeys: string;
  /** The console's secret as a client of the sign-in page; empty until the client is registered. */
  readonly consoleSecret: string;
  /** Hashes networks and programs of sign-ins; only notice has it. */
  readonly noticeKeys: string;
  /** Signs “this was not me”; only notice has it. */
  readonly disownKey: string;
  /** Verifies “this was not me”. */
  readonly disownPublicKey: string;
  /** The secret that a proxy presents to edge's forward authentication. */
  readonly forwardAuthSecret: string;
  /** Seals sign-ins and the tokens of their sessions; only policy has it. */
  readonly policySessionKeys: string;
  /** Signs the cookies of web sessions; only edge has it. */
  readonly sessionKey: string;
  /** Signs checkpoints of the record; only audit has it. */
  readonly recordKey: string;
  /** Verifies checkpoints; the text that auditors pin. */
  readonly recordVerifierKey: string;
}

/** The name of the log in its checkpoints. */
export const RECORD_ORIGIN = 'gatepost.local/record';

const OWNER_ONLY = 0o600;

/** Creates missing secrets. Existing ones stay, because data is sealed and signed with them. */
export function ensureSecrets(dir: string, { recordOrigin = RECORD_ORIGIN } = {}): Secrets {
  const path = (name: string) => join(dir, name);
  const random = (name: string) => {
    keepFile(path(name), OWNER_ONLY, () => `${randomBytes(24).toString('base64url')}\n`);
    return path(name);
  };
  const sealKeys = (name: string) => {
    keepFile(path(name), OWNER_ONLY, () => formatKey({ id: '1', key: randomBytes(32) }));
    return path(name);
  };
  const ed25519 = (name: string) =>
    keepFile(path(name), OWNER_ONLY, () => generateTicketKey().privatePem);
  const publicHalf = (name: string, privatePem: string) =>
    keepFile(path(name), 0o644, () =>
      createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }).toString(),
    );
  publicHalf('ticket.pub', ed25519('ticket.key'));
  publicHalf('disown.pub', ed25519('disown.key'));
  const recordPem = ed25519('record.key');
  return {
    databasePasswords: Object.fromEntries(
      STORING_SERVICES.map((service) => [service, random(`${schemaOf(service)}.password`)]),
    ) as Record<StoringService, string>,
    ticketKey: path('ticket.key'),
    ticketPublicKey: path('ticket.pub'),
    policySessionKeys: sealKeys('policy-session.keys'),
    otpKeys: sealKeys('otp.keys'),
    passkeyKeys: sealKeys('passkey.keys'),
    samlKeys: sealKeys('saml.keys'),
    credentialKeys: sealKeys('credential.keys'),
    portalKeys: sealKeys('portal.keys'),
    consoleKeys: sealKeys('console.keys'),
    consoleSecret: path('console-client.secret'),
    noticeKeys: sealKeys('notice.keys'),
    disownKey: path('disown.key'),
    disownPublicKey: path('disown.pub'),
    natsPasswords: {
      services: random('nats.password'),
      readers: random('nats-auditor.password'),
    },
    forwardAuthSecret: random('forward-auth.secret'),
    sessionKey: random('edge-session.key'),
    recordKey: path('record.key'),
    recordVerifierKey: formatVerifierKey(noteSigner(recordOrigin, recordPem)),
  };
}
