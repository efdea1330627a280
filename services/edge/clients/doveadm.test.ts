import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Endless, sendWithoutEnd } from '../../../libs/testing/send-without-end.js';
import { until } from '../../../libs/testing/until.js';
import type { LiveSessions } from '../ports.js';
import { doveadmSessions } from './doveadm.js';

const DONE = '[["doveadmResponse",[{"result":"1"}],"gatepost"]]';
const asked: { authorization: string | undefined; body: unknown }[] = [];
let answer: RequestListener;
const server = createServer(async (request: IncomingMessage, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString());
  asked.push({ authorization: request.headers.authorization, body });
  answer(request, response);
});
let url: string;
let doveadm: LiveSessions;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/doveadm/v1`;
  doveadm = doveadmSessions({ url, apiKey: { bytes: () => Buffer.from('key') } as never });
});
afterAll(() => server.close().closeAllConnections());

const says =
  (text: string): RequestListener =>
  (_, response) =>
    void response.end(text);
const end = (account = 'luca@a.tld') =>
  doveadm.end({ account, prefix: '192.0.2.80/32', at: 0 }).then(
    () => 'ended',
    ({ message }: Error) => message,
  );

it('ends the sessions of one account at one address, whatever its name holds', async () => {
  answer = says(DONE);
  expect(await end('l*c?\\a@a.tld')).toBe('ended');
  expect(asked.at(-1)).toEqual({
    authorization: `X-Dovecot-API ${Buffer.from('key').toString('base64')}`,
    body: [['kick', { mask: ['l\\*c\\?\\\\a@a.tld', '192.0.2.80/32'] }, 'gatepost']],
  });
  answer = says('[["error",{"type":"exitCode","exitCode":68},"gatepost"]]');
  expect(await end()).toBe('ended');
  answer = says('[["error",{"type":"exitCode","exitCode":75},"gatepost"]]');
  expect(await end()).toBe('doveadm could not end sessions: error ["exitCode",75]');
});

it.each(['as it is', 'compressed'])(
  'an answer without end is not read to its end: %s',
  async (how) => {
    let endless: Endless | undefined;
    answer = (_, response) => {
      if (how === 'compressed') {
        response.setHeader('content-encoding', 'gzip');
        const gzip = createGzip({ level: 1 });
        pipeline(gzip, response, () => undefined);
        endless = sendWithoutEnd(gzip);
      } else endless = sendWithoutEnd(response);
    };
    expect(await end()).toMatch(/^doveadm cannot be asked: longer than 262144 octets$/);
    await until('the connection is closed', () => endless?.isClosed === true);
    // What was read, and what the sockets held; a KiB of blanks compresses to some octets.
    if (how === 'as it is') expect(endless?.sent).toBeLessThan(32 * 1024 * 1024);
  },
);

const long = (text: string) => text.repeat(100_000);
const UNCLEAR = [
  ...['', 'Not Found', '\0', '{"doveadmResponse":[]}', '[]', '[[]]', 'null', '[["doveadmResponse"'],
  ...['[["error"]]', '[["error",null,"gatepost"]]', '[["__proto__",{},"gatepost"]]'],
  ...[long('['), `${long('[')}${long(']')}`, `[["error",{"type":"${long('x')}"},"gatepost"]]`],
];

it('what is no clear answer is a failure, and a short message names doveadm', async () => {
  for (const text of UNCLEAR) {
    answer = says(text);
    const said = await end();
    expect(said).toMatch(/^doveadm could not end sessions: (it answered|error) /);
    expect(said.length).toBeLessThan(700);
  }
});

it('neither another status nor a redirect is an end, and nobody else gets the key', async () => {
  answer = (_, response) => void response.writeHead(401).end(DONE);
  expect(await end()).toBe('doveadm answered 401');
  asked.length = 0;
  for (const status of [301, 302, 303, 307, 308]) {
    answer = (_, response) => void response.writeHead(status, { location: `${url}/other` }).end();
    expect(await end()).toMatch(/^doveadm cannot be asked: /);
  }
  expect(asked).toHaveLength(5);
  answer = (request) => void request.socket.destroy();
  expect(await end()).toMatch(/^doveadm cannot be asked: /);
});
