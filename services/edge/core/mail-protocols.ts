import type { Service } from '../../../libs/names/services.js';

/** What Dovecot calls its services; `managesieve` and `submission` by older and newer names. */
const DOVECOT: Readonly<Record<string, Service>> = {
  imap: 'Imap',
  pop3: 'Pop3',
  sieve: 'Sieve',
  managesieve: 'Sieve',
  smtp: 'Smtp',
  submission: 'Smtp',
};

/** The service for a protocol of Dovecot's; undefined if Gatepost has none for it. */
export function serviceOfDovecot(protocol: string): Service | undefined {
  return Object.hasOwn(DOVECOT, protocol) ? DOVECOT[protocol] : undefined;
}

/** What Zimbra's `AuthContext.Protocol` says, where the configuration does not say otherwise. */
export const ZIMBRA_PROTOCOLS = {
  soap: 'SOAP',
  http_basic: 'Dav',
  http_dav: 'Dav',
  zsync: 'EAS',
  imap: 'Imap',
  pop3: 'Pop3',
  im: 'Chat',
} as const satisfies Readonly<Record<string, Service>>;
