import type { Service } from '../../../libs/names/services.js';

/** Dovecot's names of services. `managesieve` and `submission` differ between versions. */
const DOVECOT: Readonly<Record<string, Service>> = {
  imap: 'Imap',
  pop3: 'Pop3',
  sieve: 'Sieve',
  managesieve: 'Sieve',
  smtp: 'Smtp',
  submission: 'Smtp',
};

/** The service for one of Dovecot's protocols. Undefined if Gatepost has none for it. */
export function serviceOfDovecot(protocol: string): Service | undefined {
  return Object.hasOwn(DOVECOT, protocol) ? DOVECOT[protocol] : undefined;
}

/** The services for Zimbra's `AuthContext.Protocol`, unless the configuration says otherwise. */
export const ZIMBRA_PROTOCOLS = {
  soap: 'SOAP',
  http_basic: 'Dav',
  http_dav: 'Dav',
  zsync: 'EAS',
  imap: 'Imap',
  pop3: 'Pop3',
  im: 'Chat',
} as const satisfies Readonly<Record<string, Service>>;
