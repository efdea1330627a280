import { afterEach, beforeEach, expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
beforeEach(async () => {
  listener = await openListener({ protocol: 'introspection', services: ['Imap', 'Smtp'] });
  const session = { account: 'luca@a.tld', service: 'WebUI', client: 'webmail' } as const;
  listener.web.validSessions.set('a-mail-token', session);
  listener.web.validSessions.set('of-b', { ...session, account: 'luca@b.tld' });
});
afterEach(() => listener.close());

async function introspect(token: string, secret = SECRET) {
  const headers = { Authorization: `Basic ${Buffer.from(`dovecot:${secret}`).toString('base64')}` };
  const request = httpRequest('POST /introspect', headers, `${new URLSearchParams({ token })}`);
  return readAnswer(await exchange(listener.port, request));
}

it('a mail token whose session is valid is active, and says whose it is', async () => {
  const { status, body } = await introspect('a-mail-token');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    ...{ active: true, token_type: 'Bearer', client_id: 'webmail' },
    ...{ username: 'luca@a.tld', sub: 'luca@a.tld' },
  });
  expect(listener.introspected.take('luca@a.tld')).toBe('a-mail-token');
});

it('reports anything else as not active, without a reason', async () => {
  for (const token of ['', 'guessed', 'of-b']) {
    const { status, body } = await introspect(token);
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: { active: false } });
  }
  expect(listener.introspected.take('luca@b.tld')).toBeUndefined();
});

it('answers 503 if policy cannot be asked, and nothing to a stranger', async () => {
  expect((await introspect('a-mail-token', 'guessed')).status).toBe(403);
  listener.web.failWith(unavailable('policy is down'));
  expect((await introspect('a-mail-token')).status).toBe(503);
});
