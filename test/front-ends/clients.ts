import { connect, type Socket } from 'node:net';

/** How a login at a mail server ended: let in, refused, or told to try again. */
export type Ending = 'allowed' | 'refused' | 'temporary' | 'no answer';

export interface LoginAnswer {
  readonly ending: Ending;
  /** The server's line that said so. */
  readonly line: string;
}

/** A conversation by lines. Octets are read as latin1. */
export interface Dialogue {
  readonly socket: Socket;
  send(text: string | Buffer): void;
  /** The first line that matches. Undefined if the connection ended before it, or after 20 s. */
  line(pattern: RegExp): Promise<string | undefined>;
  close(): void;
}

const TIMEOUT_MS = 20_000;

export interface From {
  /** A PROXY header, which is sent first. */
  readonly header?: Buffer | undefined;
  readonly localAddress?: string;
}

/** Connects to a port of 127.0.0.1. */
export function dial(port: number, { header, localAddress }: From = {}): Dialogue {
  const socket = connect({ host: '127.0.0.1', port, ...(localAddress && { localAddress }) });
  if (header) socket.write(header);
  socket.setEncoding('latin1');
  const lines: string[] = [];
  let rest = '';
  let ended = false;
  let wake: () => void = () => undefined;
  socket.on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split(/\r?\n/);
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
    wake();
  });
  return {
    socket,
    send: (text) =>
      void socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text),
    async line(pattern) {
      const until = performance.now() + TIMEOUT_MS;
      for (;;) {
        for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
          if (pattern.test(line)) return line;
        }
        const left = until - performance.now();
        if (ended || left <= 0) return undefined;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    close: () => socket.destroy(),
  };
}

/** PROXY header, version 1. */
export function proxyV1(client: string): Buffer {
  const family = client.includes(':') ? 'TCP6' : 'TCP4';
  const self = client.includes(':') ? '::1' : '127.0.0.1';
  return Buffer.from(`PROXY ${family} ${client} ${self} 40000 143\r\n`);
}

/** PROXY header, version 2, of an IPv4 client. */
export function proxyV2(client: string): Buffer {
  const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
  const addresses = [...client.split('.').map(Number), 127, 0, 0, 1];
  return Buffer.concat([
    ...[signature, Buffer.from([0x21, 0x11, 0, 12])],
    ...[Buffer.from(addresses), Buffer.from([0x9c, 0x40, 0, 143])],
  ]);
}

const plain = (user: string, password: Buffer) =>
  Buffer.concat([Buffer.from(`\0${user}\0`), password]).toString('base64');

/** Logs in by IMAP LOGIN with literals, which can carry every octet but NUL. */
export async function imapLogin(
  port: number,
  login: { user: string; password: Buffer } & From,
): Promise<LoginAnswer & { dialogue: Dialogue }> {
  const { user, password, ...from } = login;
  const dialogue = dial(port, from);
  await dialogue.line(/^\* OK/);
  const name = Buffer.from(user);
  dialogue.send(`a LOGIN {${name.length}}\r\n`);
  await dialogue.line(/^\+/);
  dialogue.send(Buffer.concat([name, Buffer.from(` {${password.length}}\r\n`)]));
  await dialogue.line(/^\+/);
  dialogue.send(Buffer.concat([password, Buffer.from('\r\n')]));
  const line = (await dialogue.line(/^(a |\* BYE)/)) ?? '';
  const ending = /^a OK/.test(line)
    ? 'allowed'
    : /UNAVAILABLE|internal|temporar/i.test(line)
      ? 'temporary'
      : line === ''
        ? 'no answer'
        : 'refused';
  return { ending, line, dialogue };
}

/** Logs in by IMAP AUTHENTICATE PLAIN. */
export async function imapPlain(
  port: number,
  login: { user: string; password: Buffer } & From,
): Promise<LoginAnswer> {
  const { user, password, ...from } = login;
  const dialogue = dial(port, from);
  await dialogue.line(/^\* OK/);
  dialogue.send('a AUTHENTICATE PLAIN\r\n');
  await dialogue.line(/^\+/);
  dialogue.send(`${plain(user, password)}\r\n`);
  return finish(dialogue, /^(a |\* BYE|\* BAD)/, {
    ok: /^a OK/,
    temporary: /UNAVAILABLE|internal server error/,
  });
}

/** Logs in by POP3 AUTH PLAIN. */
export async function pop3Login(
  port: number,
  login: { user: string; password: Buffer } & From,
): Promise<LoginAnswer> {
  const { user, password, ...from } = login;
  const dialogue = dial(port, from);
  await dialogue.line(/^\+OK/);
  dialogue.send('AUTH PLAIN\r\n');
  await dialogue.line(/^\+/);
  dialogue.send(`${plain(user, password)}\r\n`);
  return finish(dialogue, /^(\+OK|-ERR)/, { ok: /^\+OK/, temporary: /SYS\/TEMP|UNAVAILABLE/ });
}

/** Logs in by ManageSieve AUTHENTICATE PLAIN. */
export async function sieveLogin(
  port: number,
  login: { user: string; password: Buffer } & From,
): Promise<LoginAnswer> {
  const { user, password, ...from } = login;
  const dialogue = dial(port, from);
  await dialogue.line(/^OK/);
  dialogue.send(`AUTHENTICATE "PLAIN" "${plain(user, password)}"\r\n`);
  return finish(dialogue, /^(OK|NO|BYE)/, {
    ok: /^OK/,
    temporary: /TRYLATER|UNAVAILABLE|internal/i,
  });
}

/** Logs in by SMTP AUTH PLAIN. The conversation stays open, so that a test can go on with it. */
export async function smtpLogin(
  port: number,
  login: { user: string; password: Buffer } & From,
): Promise<LoginAnswer & { dialogue: Dialogue }> {
  const { user, password, ...from } = login;
  const dialogue = dial(port, from);
  await dialogue.line(/^220 /);
  dialogue.send('EHLO client.example\r\n');
  await dialogue.line(/^250 /);
  dialogue.send(`AUTH PLAIN ${plain(user, password)}\r\n`);
  const line = (await dialogue.line(/^[2-5]\d\d[ -]/)) ?? '';
  const ending = line.startsWith('235')
    ? 'allowed'
    : line.startsWith('4')
      ? 'temporary'
      : line === ''
        ? 'no answer'
        : 'refused';
  if (ending !== 'allowed') dialogue.close();
  return { ending, line, dialogue };
}

async function finish(
  dialogue: Dialogue,
  answer: RegExp,
  { ok, temporary }: { ok: RegExp; temporary: RegExp },
): Promise<LoginAnswer> {
  const line = (await dialogue.line(answer)) ?? '';
  dialogue.close();
  if (ok.test(line)) return { ending: 'allowed', line };
  if (line === '') return { ending: 'no answer', line };
  return { ending: temporary.test(line) ? 'temporary' : 'refused', line };
}
