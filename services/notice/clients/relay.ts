import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { Delivery, Letter, Relay } from '../ports.js';

/** The relay that mail is handed to. */
export interface RelaySettings {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet; `starttls`: before anything else; `none`: only on this machine. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** PEM. Undefined: the authorities that Node trusts. */
  readonly ca: string | undefined;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly from: string;
  readonly connections: number;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 60_000;

/** The operator's relay, over SMTP (RFC 5321) with TLS 1.2 or later. */
export function openRelay(settings: RelaySettings): Relay & { close(): void } {
  const { host, port, tls, ca, user, passwordFile, from, connections } = settings;
  const transport = createTransport({
    ...{ host, port, pool: true, maxConnections: connections },
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }) },
    ...(user === undefined || passwordFile === undefined
      ? {}
      : { auth: { user, pass: readFileSync(passwordFile, 'utf8').trimEnd() } }),
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    // The parts of a mail come from us. No file or URL is ever read for one.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    async send(letter): Promise<Delivery> {
      try {
        await transport.sendMail({ from, ...messageOf(letter) });
        return { is: 'taken' };
      } catch (error) {
        return refusalOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The message for the SMTP library. Its headers keep automatic replies from answering it (RFC 3834). */
function messageOf(letter: Letter) {
  const { messageId, to, subject, text, html, language, unsubscribe } = letter;
  return {
    // Passed as one address, never as a list, whatever its local part contains.
    to: { name: '', address: to },
    ...{ subject, text, html, messageId: `<${messageId}>` },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
      ...(unsubscribe === undefined ? {} : listUnsubscribe(unsubscribe)),
    },
  };
}

/**
 * RFC 2369 section 3.2; RFC 8058 section 3.1 if the page uses https. The URL is written unfolded, because a folded one
 * would be invalid.
 */
function listUnsubscribe(url: string) {
  const header = { prepared: true, foldLines: false, value: `<${url}>` };
  return {
    'List-Unsubscribe': header,
    ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  };
}

/** A 5xx answer to the recipient or the message is final. Any other failure may pass. */
function refusalOf(error: unknown): Delivery {
  const { responseCode, code, message } = error as {
    responseCode?: number;
    code?: string;
    message?: string;
  };
  const why = message ?? 'unknown';
  const isFinal =
    (code === 'EENVELOPE' || code === 'EMESSAGE') &&
    responseCode !== undefined &&
    responseCode >= 500;
  return { is: isFinal ? 'refused' : 'later', why };
}
