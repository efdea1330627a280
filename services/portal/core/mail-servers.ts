/** A server that mail programs connect to, always over TLS. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** True if TLS begins with STARTTLS, false if the connection begins with TLS. */
  readonly starttls: boolean;
}

export const MAIL_PROTOCOLS = ['imap', 'pop3', 'smtp'] as const;
export type MailProtocol = (typeof MAIL_PROTOCOLS)[number];

/** A protocol that is absent is not offered. */
export type MailServers = { readonly [protocol in MailProtocol]?: MailServer | undefined };

/** Whether a program can be set up with these servers, to read mail and to send it. */
export function areWhole({ imap, pop3, smtp }: MailServers): boolean {
  return (imap !== undefined || pop3 !== undefined) && smtp !== undefined;
}
