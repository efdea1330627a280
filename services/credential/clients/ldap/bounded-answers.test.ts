import { type Duplex, duplexPair } from 'node:stream';
import fc from 'fast-check';
import { Client } from 'ldapts';
import { expect, it } from 'vitest';
import { boundAnswers } from './bounded-answers.js';

/** A BER element, with its length in the fewest octets. */
function element(tag: number, ...content: (Buffer | string | number)[]): Buffer {
  const parts = content.map((part) =>
    typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part),
  );
  const body = Buffer.concat(parts);
  const length = body.length;
  const head = length < 128 ? [length] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const message = (...operation: Buffer[]) => element(0x30, element(2, 2), ...operation);
const text = (value: string | Buffer) => element(4, value);
const attribute = (name: string, ...values: (string | Buffer)[]) =>
  element(0x30, text(name), element(0x31, ...values.map(text)));
const entry = (dn: string, ...attributes: Buffer[]) =>
  message(element(0x64, text(dn), element(0x30, ...attributes)));
const reference = (...uris: string[]) => message(element(0x73, ...uris.map(text)));
const DONE = message(element(0x65, element(10, 0), text(''), text('')));
const ENTRY = entry('uid=luca,dc=example', attribute('mail', 'luca@a.tld', 'l@a.tld'));

/** A connection, and the server's end of it. */
function open(limits?: Parameters<typeof boundAnswers>[1]): { bounded: Duplex; server: Duplex } {
  const [socket, server] = duplexPair();
  server.on('error', () => undefined);
  return { bounded: boundAnswers(socket, limits), server };
}

/** The messages that came through, and how the connection ended. */
async function passed(
  octets: Buffer,
  { chunk = octets.length, limits }: { chunk?: number; limits?: Parameters<typeof open>[0] } = {},
): Promise<{ messages: Buffer[]; failure: string | undefined }> {
  const { bounded, server } = open(limits);
  const messages: Buffer[] = [];
  let failure: string | undefined;
  bounded
    .on('data', (data) => messages.push(data))
    .on('error', (error) => (failure = error.message));
  const over = new Promise((resolve) => bounded.once('close', resolve));
  server.resume();
  for (let at = 0; at < octets.length; at += chunk) server.write(octets.subarray(at, at + chunk));
  server.end();
  bounded.end();
  await over;
  return { messages, failure };
}

it('passes on each message whole, however it arrives', async () => {
  const messages = [ENTRY, reference('ldap://other.example'), entry('x', attribute('a')), DONE];
  const octets = Buffer.concat(messages);
  for (const chunk of [1, 2, 3, 7, 50, octets.length]) {
    expect(await passed(octets, { chunk })).toEqual({ messages, failure: undefined });
  }
});

const ODD: readonly [string, Buffer][] = [
  ['a reference that goes past its message', Buffer.from('300d02010273ffff0404046c646170', 'hex')],
  ['the same, with a length', Buffer.from('300d0201027381ff04056c6461703a', 'hex')],
  ['a value that goes past its message', Buffer.from('300f020102640a0401783005300304847f', 'hex')],
  ['a length below nothing', Buffer.from('3084fffffffa0201026500', 'hex')],
  ['no definite length', Buffer.from('308002010265000000', 'hex')],
  ['a length of nine octets', Buffer.from('3089000000000000000003020102', 'hex')],
  ['what is no sequence', Buffer.from('HTTP/1.1 400 Bad Request\r\n')],
  ['no id', element(0x30, element(0x65))],
  ['no operation', element(0x30, element(2, 2))],
  ['an attribute that is a value', entry('x', element(4, 4, 0x84))],
  ['an entry without attributes', message(element(0x64, text('x')))],
  ['a result without a code', message(element(0x65, text(''), text('')))],
  ['an unknown operation', message(element(0x79, text('x')))],
  ['ten thousand elements', entry('x', attribute('mail', ...Array<string>(10_000).fill('x')))],
  ['an id of five octets', element(0x30, element(2, 1, 0, 0, 0, 0), element(0x65))],
  [
    'levels without end',
    message(Array.from({ length: 40 }).reduce<Buffer>((in_) => element(0x64, in_), DONE)),
  ],
];

it.each(ODD)('ends at %s', async (_, octets) => {
  const { messages, failure } = await passed(Buffer.concat([ENTRY, octets, DONE]));
  expect(messages).toEqual([ENTRY]);
  expect(failure).toMatch(/not an LDAP message|too long/);
});

it('ends at the first excess octet or message, counted for each request', async () => {
  const limits = { messageOctets: 100, octets: 300, messages: 5 };
  const long = await passed(entry('x', attribute('mail', 'a'.repeat(100))), { limits });
  expect(long).toEqual({ messages: [], failure: 'a message is too long' });
  const many = await passed(Buffer.concat(Array(6).fill(DONE)), { limits });
  expect(many).toEqual({ messages: Array(5).fill(DONE), failure: expect.stringMatching('many') });
  const without = await passed(Buffer.alloc(301, 0x30), { limits, chunk: 100 });
  expect(without.failure).toBeDefined();

  const { bounded, server } = open(limits);
  for (let request = 0; request < 20; request += 1) {
    bounded.write('a request');
    await new Promise((resolve) => server.once('data', resolve));
    server.write(Buffer.concat([DONE, DONE, DONE]));
    for (let n = 0; n < 3; n += 1) {
      await new Promise((resolve) =>
        bounded.readableLength > 0 ? resolve(0) : bounded.once('readable', resolve),
      );
      expect(bounded.read(DONE.length)).toEqual(DONE);
    }
  }
  bounded.destroy();
});

it('a search ends whatever a directory sends', async () => {
  const part = fc.oneof(
    fc.constantFrom(ENTRY, DONE, reference('ldap://a', ''), reference(), message(element(0x78))),
    fc
      .tuple(fc.constantFrom('dn', '__proto__', 'mail', ''), fc.uint8Array())
      .map(([name, value]) => entry('x', attribute(name, Buffer.from(value)), attribute(name))),
    fc
      .letrec<{ any: Buffer }>((tie) => ({
        any: fc.oneof(
          { maxDepth: 5 },
          fc.uint8Array({ maxLength: 8 }).map((octets) => element(4, Buffer.from(octets))),
          fc
            .tuple(
              fc.constantFrom(0x30, 0x31, 0x64, 0x65, 0x73, 0x78, 0x61, 0xa0, 2, 10, 1),
              fc.array(tie('any'), { maxLength: 4 }),
            )
            .map(([tag, inner]) => element(tag, ...inner)),
        ),
      }))
      .any.map((any) => message(any)),
  );
  const spoilt = fc
    .tuple(
      fc.array(part, { maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 3 }),
    )
    .map(([parts, changes]) => {
      const octets = Buffer.concat(parts);
      for (const [at, value] of changes) if (at < octets.length) octets[at] = value;
      return octets;
    });
  await fc.assert(
    fc.asyncProperty(spoilt, async (octets) => {
      const { bounded, server } = open();
      const client = new Client({ url: 'ldap://x', createConnection: () => bounded as never });
      server.once('data', () => server.end(octets));
      const found = await client
        .search('dc=example', { attributes: ['mail'] })
        .catch(() => undefined);
      expect(Array.isArray(found?.searchEntries ?? [])).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
