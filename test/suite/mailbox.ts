import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from '../../libs/testing/until.js';

/** A relay for notices, and every mailbox behind it. */
export interface Mailbox {
  readonly url: URL;
  readonly mails: readonly ParsedMail[];
  /**
   * The newest mail with a subject, or with any, to an address, once it is there. @param from number of mails to skip
   */
  mail(to: string, subject?: string, from?: number): Promise<ParsedMail>;
  close(): Promise<void>;
}

/** Opens a relay that takes mail for everybody. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const relay = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  relay.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  const { port } = relay.server.address() as { port: number };
  return {
    url: new URL(`smtp://127.0.0.1:${port}`),
    mails,
    mail: (to, subject, from = 0) =>
      until(
        `the mail ${subject === undefined ? '' : `"${subject}" `}to ${to}`,
        () =>
          mails
            .slice(from)
            .findLast(
              (one) =>
                one.subject === (subject ?? one.subject) && JSON.stringify(one.to).includes(to),
            ) ?? false,
      ),
    close: () => new Promise((resolve) => relay.close(() => resolve())),
  };
}

/** The link in a mail that leads to a page of the sign-in host. */
export function linkIn(mail: ParsedMail, page: 'not-me' | 'confirm-address' | 'notices-off') {
  const found = new RegExp(String.raw`http:\S+/${page}/\S+`).exec(mail.text ?? '')?.[0];
  if (found === undefined) throw new Error(`no link to ${page}: ${mail.text}`);
  return found;
}
