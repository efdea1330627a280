/** Where mail programs connect, always over TLS. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS begins with STARTTLS; else with the first octet. */
  readonly starttls: boolean;
}

export const MAIL_PROTOCOLS = ['imap', 'pop3', 'smtp'] as const;
export type MailProtocol = (typeof MAIL_PROTOCOLS)[number];

/** What is absent is not offered. */
export type MailServers = { readonly [protocol in MailProtocol]?: MailServer | undefined };

/** Whether a program can be set up by these: to read mail, and to send it. */
export function areWhole({ imap, pop3, smtp }: MailServers): boolean {
  return (imap !== undefined || pop3 !== undefined) && smtp !== undefined;
}
