import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from '../../libs/testing/until.js';

/** A relay for notices, and every mailbox behind it. */
export interface Mailbox {
  readonly url: URL;
  readonly mails: readonly ParsedMail[];
  /** Addresses that mail was refused for, as often as it was tried. */
  readonly tried: readonly string[];
  /**
   * The newest mail with a subject, or with any, to an address, once it is there. @param from number of mails to skip
   */
  mail(to: string, subject?: string, from?: number): Promise<ParsedMail>;
  close(): Promise<void>;
}

/** Opens a relay that takes mail for everybody. @param options refuses: addresses that do not exist there */
export async function openMailbox(
  options: { readonly refuses?: readonly string[] } = {},
): Promise<Mailbox> {
  const { refuses = [] } = options;
  const mails: ParsedMail[] = [];
  const tried: string[] = [];
  const relay = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      if (!refuses.includes(address)) return done();
      tried.push(address);
      done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
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
    ...{ mails, tried },
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
