import { createPublicKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatVerifierKey, noteSigner } from '../../../libs/merkle/index.js';
import { formatKey } from '../../../libs/seal/index.js';
import { generateTicketKey } from '../../../libs/ticket/index.js';
import { keepFile } from './files.js';
import { STORING_SERVICES, type StoringService, schemaOf } from './services.js';

/** Paths of the secrets of an installation, each of which only some services are given. */
export interface Secrets {
  /** Password of each service's role in Postgres. */
  readonly databasePasswords: Readonly<Record<StoringService, string>>;
  /** Signs tickets: policy's alone. */
  readonly ticketKey: string;
  /** Verifies them. */
  readonly ticketPublicKey: string;
  /** Seals TOTP secrets: otp's alone. */
  readonly otpKeys: string;
  /** Signs the login tickets of passkeys: passkey's alone. */
  readonly passkeyKeys: string;
  /** Seals private keys of service providers: saml's alone. */
  readonly samlKeys: string;
  /** Keys the hashes of app passwords: credential's alone. */
  readonly credentialKeys: string;
  /** Of the users at a nats-server of ours; see nats-config.ts. */
  readonly natsPasswords: { readonly services: string; readonly readers: string };
  /** Seals what sign-ins under way must remember: portal's alone. */
  readonly portalKeys: string;
  /** Seals what administrators' browsers keep: the console's alone. */
  readonly consoleKeys: string;
  /** Of the console as a client of the sign-in page; empty until it is registered. */
  readonly consoleSecret: string;
  /** Hashes what people were seen with: notice's alone. */
  readonly noticeKeys: string;
  /** Signs “this was not me”: notice's alone. */
  readonly disownKey: string;
  /** Verifies it. */
  readonly disownPublicKey: string;
  /** What a proxy says to edge's forward authentication. */
  readonly forwardAuthSecret: string;
  /** Seals what sign-ins were, and the tokens of their sessions: policy's alone. */
  readonly policySessionKeys: string;
  /** Signs the cookies of web sessions: edge's alone. */
  readonly sessionKey: string;
  /** Signs checkpoints of the record: audit's alone. */
  readonly recordKey: string;
  /** Verifies them; the text that auditors pin. */
  readonly recordVerifierKey: string;
}

/** Names the log in its checkpoints. */
export const RECORD_ORIGIN = 'gatepost.local/record';

const OWNER_ONLY = 0o600;

/** Makes what is missing; what is there stays, as data is sealed and signed with it. */
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
