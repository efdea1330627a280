import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange } from '../testing/raw.js';

let listener: OpenListener | undefined;
const dir = mkdtempSync(join(tmpdir(), 'gatepost-socket-'));
const path = join(dir, 'policy');
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});
afterEach(() => rmSync(path, { force: true }));

async function open(settings: object): Promise<OpenListener> {
  listener = await openListener(settings);
  return listener;
}

const requestOf = (lines: Record<string, string>) =>
  `${Object.entries({
    ...{ request: 'smtpd_access_policy', sasl_username: 'luca@a.tld' },
    ...{ client_address: '203.0.113.20', instance: '1', ...lines },
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}\n`;

function ask(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect({ path }, () => socket.write(request)).setEncoding('utf8');
    socket.on('error', reject).on('close', () => resolve(said));
    socket.on('data', (chunk) => {
      said += chunk;
      if (said.endsWith('\n\n')) socket.destroy();
    });
  });
}

it('on a loopback address only Postfix, which says the secret, is answered', async () => {
  const { port, attempts } = await open({ protocol: 'postfix-policy' });
  const until = { until: '\n\n' };
  for (const said of ['', 'guessed', `${SECRET}x`]) {
    expect(await exchange(port, requestOf({ policy_context: said }), until)).toBe('');
  }
  expect(attempts).toEqual([]);
  const answer = await exchange(port, requestOf({ policy_context: SECRET }), until);
  expect(answer).toBe('action=DUNNO\n\n');
});

it('on a UNIX socket whoever its mode lets ask is answered, as the client it reports', async () => {
  const { attempts, answer } = await open({
    ...{ protocol: 'postfix-policy', listen: `unix:${path}`, mode: '0660' },
  });
  expect(statSync(path).mode & 0o777).toBe(0o660);
  expect(await ask(requestOf({}))).toBe('action=DUNNO\n\n');
  expect(attempts).toMatchObject([{ address: { client: '203.0.113.20' } }]);
  answer({ kind: 'limited', message: 'Wait.', retryAfterSeconds: 60 });
  expect(await ask(requestOf({ instance: '2' }))).toBe('action=451 4.7.0 Wait.\n\n');
});

it('leaves a socket alone that a server listens on', async () => {
  const settings = { protocol: 'postfix-policy', listen: `unix:${path}` };
  const other = createServer();
  await new Promise<void>((resolve) => other.listen({ path }, resolve));
  await expect(openListener(settings)).rejects.toThrow(/in use/);
  await new Promise((resolve) => other.close(resolve));
});
