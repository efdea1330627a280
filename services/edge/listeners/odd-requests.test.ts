import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { oddRequests, sayOddly } from '../../../libs/testing/odd-requests.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';

const open: OpenListener[] = [];
afterAll(() => Promise.all(open.map((each) => each.close())));

const PROTOCOLS = [
  { protocol: 'forward-auth', sessions: true },
  { protocol: 'nginx-mail', upstreams: { '*': { Imap: '127.0.0.1:143' } } },
  { protocol: 'dovecot-passdb' },
  { protocol: 'dovecot-auth-policy' },
  { protocol: 'zimbra' },
  { protocol: 'introspection' },
];

const basic = Buffer.from('luca@a.tld:secret').toString('base64');
const ordinary = {
  host: '127.0.0.1',
  paths: ['/', '/WebUI', '/Dav', '/auth', '/.gatepost/logout', `/${SECRET}/login`],
  headers: [
    `X-Gatepost-Secret: ${SECRET}`,
    'X-Forwarded-For: 203.0.113.20',
    `Authorization: Basic ${basic}`,
    'Auth-Method: plain',
    'Auth-User: luca%40a.tld',
    'Auth-Pass: %',
    'Auth-Protocol: imap',
    'Client-IP: 203.0.113.20',
    'Content-Type: application/json',
  ],
};

// An error that nobody handles fails the run.
it.each(PROTOCOLS)(
  '$protocol survives every odd request, and logs no error of its own',
  async (settings) => {
    const listener = await openListener(settings);
    open.push(listener);
    await fc.assert(
      fc.asyncProperty(oddRequests(ordinary), async (request) => {
        expect(await sayOddly(listener.port, request)).not.toBe(500);
      }),
      { numRuns: 150 },
    );
    const octets = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
    expect(await sayOddly(listener.port, { octets, hangsUp: false })).toBe(403);
  },
);
