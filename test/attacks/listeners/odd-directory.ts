import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { TlsFiles } from '../../suite/proto-client.js';

/** Encodes an element of BER. */
function element(tag: number, ...content: (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  );
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
}

type Text = string | Buffer;
const text = (value: Text) => element(4, value);
const attribute = (name: Text, ...values: Text[]) =>
  element(0x30, text(name), element(0x31, ...values.map(text)));
const result = (tag: number, code: number, ...more: Buffer[]) =>
  element(tag, element(10, code), text(''), text(''), ...more);
const entry = (dn: Text, ...attributes: Buffer[]) =>
  element(0x64, text(dn), element(0x30, ...attributes));
const reference = (...uris: string[]) => element(0x73, ...uris.map(text));

const [BOUND, FOUND] = [0x61, 0x65];
const DONE = result(FOUND, 0);
const mail = (...values: Text[]) => entry('uid=luca,dc=example', attribute('mail', ...values));
const RIGHT = mail('luca@l.tld');

/** A directory's answer to one request: operations, or raw octets. */
export interface Answer {
  readonly name: string;
  readonly operations?: readonly Buffer[];
  /** @param id of the request */
  readonly octets?: (id: Buffer) => Buffer;
  /** Repeats the answer until the connection is closed. */
  readonly forEver?: boolean;
}

const said = (name: string, ...operations: Buffer[]): Answer => ({ name, operations });
const raw = (name: string, octets: (id: Buffer) => Buffer, forEver = false): Answer => {
  return { name, octets, forEver };
};
const hex = (octets: string) => Buffer.from(octets.replaceAll(' ', ''), 'hex');
const message = (id: Buffer, ...operations: Buffer[]) =>
  Buffer.concat(operations.map((operation) => element(0x30, id, operation)));

/** Answers to a search. No answer is luca's entry. After the search, every password is right. */
export const SEARCHES: readonly Answer[] = [
  said('nothing', DONE),
  said('no name', entry('', attribute('mail', 'luca@l.tld')), DONE),
  said('another', mail('anna@l.tld'), DONE),
  said('two', RIGHT, RIGHT, DONE),
  said('a hundred', ...Array<Buffer>(150).fill(RIGHT), DONE),
  said('references alone', reference('ldap://127.0.0.1:1/dc=example', ''), DONE),
  said('no values', mail(), DONE),
  said('a value of octets', mail(hex('ff fe 00')), DONE),
  said('octets and the account', mail(hex('ff'), 'luca@l.tld'.replace('l', 'ℓ')), DONE),
  said('much like the account', mail('ｌｕｃａ@l.tld', 'luca @l.tld', 'luca@l.tld\0'), DONE),
  said('a large value', mail('a'.repeat(900_000)), DONE),
  said('many values', mail(...Array<string>(20_000).fill('x@l.tld')), DONE),
  said(
    'an attribute called dn',
    entry('x', attribute('dn', 'a', 'b'), attribute('mail', 'luca@l.tld')),
    DONE,
  ),
  said(
    'an attribute of objects',
    entry('x', attribute('__proto__', 'luca@l.tld'), attribute('constructor')),
    DONE,
  ),
  said('another operation', result(BOUND, 0)),
  said('an unknown operation', element(0x7e, text('x')), DONE),
  said('an error, after the entry', RIGHT, result(FOUND, 80)),
  ...[1, 2, 3, 10, 11, 14, 32, 49, 50, 51, 53, 80, 123].map((code) =>
    said(`result ${code}`, result(FOUND, code)),
  ),
  said(
    'a referral',
    element(0x65, element(10, 10), text(''), text(''), element(0xa3, text('ldap://x'))),
  ),
  // The first two once blocked the process for ever.
  raw('a reference that goes past its message', (id) =>
    hex(`300d${id.toString('hex')}7381ff04056c6461703a`),
  ),
  raw('a value that goes past its message', (id) =>
    hex(`300f${id.toString('hex')}640a0401783005300304847f`),
  ),
  raw('a length below nothing', (id) => hex(`3084fffffffa${id.toString('hex')}6500`)),
  raw('no definite length', (id) => hex(`3080${id.toString('hex')}65000000`)),
  raw('no LDAP', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
  raw('another id', () => message(element(2, 99), RIGHT, DONE)),
  raw('a notice of disconnection', () => message(element(2, 0), result(0x78, 52))),
  raw('a quarter of a message', (id) => message(id, RIGHT).subarray(0, 20)),
  raw('nothing but length', () => Buffer.concat([hex('30847fffffff'), Buffer.alloc(60_000)]), true),
  raw('entries without end', (id) => message(id, ...Array<Buffer>(200).fill(RIGHT)), true),
  raw('references without end', (id) =>
    message(id, ...Array<Buffer>(500).fill(reference('ldap://x'))),
  ),
  raw('zeros without end', () => Buffer.alloc(60_000), true),
  raw('sequences without end', () => Buffer.alloc(60_000, 0x30), true),
];

/** Answers to a bind, after the right entry was found. No answer says that the password is right. */
export const BINDS: readonly Answer[] = [
  ...[1, 2, 7, 8, 10, 13, 14, 32, 34, 48, 49, 50, 51, 52, 53, 80, 118].map((code) =>
    said(`result ${code}`, result(BOUND, code)),
  ),
  said('challenges of SASL', result(BOUND, 14, element(0x87, 'x'.repeat(10_000)))),
  raw('another id', () => message(element(2, 99), result(BOUND, 0))),
  raw('no result', (id) => message(id, element(BOUND))),
  raw('a result past its message', (id) => hex(`300a${id.toString('hex')}61070a847fffffff00`)),
  raw('a result of five octets', (id) =>
    message(id, element(BOUND, element(10, 0, 0, 0, 0, 0), text(''), text(''))),
  ),
  raw('an entry', (id) => message(id, RIGHT)),
  raw('zeros without end', () => Buffer.alloc(60_000), true),
];

export interface OddDirectory {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** The answer from now on; absent: the right one. */
  answers: { search?: Answer | undefined; bind?: Answer | undefined };
  close(): void;
}

/** A directory over TLS that gives the answers that a test sets. The only right password is `right`. */
export async function openOddDirectory({ cert, key }: TlsFiles): Promise<OddDirectory> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', (request) => answer(socket, request));
  });
  const answer = (socket: TLSSocket, request: Buffer) => {
    // Requests are short, and come one at a time: a sequence, the id, the operation.
    const at = 2 + ((request[1] ?? 0) < 0x80 ? 0 : (request[1] ?? 0) & 0x7f);
    const id = request.subarray(at, at + 2 + (request[at + 1] ?? 0));
    const operation = request[at + id.length];
    const isBind = operation === 0x60;
    const odd = isBind ? directory.answers.bind : directory.answers.search;
    const isRight = !isBind || directory.answers.search !== undefined || request.includes('right');
    const usual = isBind ? [result(BOUND, isRight ? 0 : 49)] : [RIGHT, DONE];
    const octets = odd?.octets?.(id) ?? message(id, ...(odd?.operations ?? usual));
    const say = () => {
      socket.write(octets, (failed) => {
        if (!failed && odd?.forEver === true) say();
      });
    };
    say();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const directory: OddDirectory = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: {},
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return directory;
}
