import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
} from '../../services/edge/testing/open-listener.js';
import { dial, proxyV1, smtpLogin } from './clients.js';
import { type Nginx, startNginx } from './servers/nginx.js';
import { type Postfix, startPostfix } from './servers/postfix.js';

const LUCA = { user: 'luca@a.tld', password: Buffer.from('p+ä % x') };
const FROM = '203.0.113.20';
const header = proxyV1(FROM);

let edge: OpenListener;
let postfix: Postfix;
let nginx: Nginx;
beforeAll(async () => {
  postfix = await startPostfix('behind nginx');
  edge = await openListener({
    protocol: 'nginx-mail',
    upstreams: { 'a.tld': { Smtp: `127.0.0.1:${postfix.port}` } },
    'nginx-proxy-protocol': true,
    wait: '0s',
  });
  nginx = await startNginx({ secret: SECRET, mail: edge.port, forwardAuth: 9 });
});
afterAll(async () => {
  await nginx?.stop();
  await postfix?.stop();
  await edge?.close();
});
afterEach(() => {
  edge.answer(allowed());
  edge.attempts.splice(0);
});

/** Sends a message's sender and recipient. Returns Postfix's answer to the recipient. */
async function recipient(dialogue: ReturnType<typeof dial>): Promise<string> {
  for (const line of ['MAIL FROM:<luca@a.tld>', 'RCPT TO:<x@b.tld>']) dialogue.send(`${line}\r\n`);
  await dialogue.line(/^\d\d\d /);
  const said = (await dialogue.line(/^\d\d\d /)) ?? '';
  dialogue.close();
  return said;
}

it.each([
  ['IPv4', FROM],
  ['IPv6', '2001:db8:a::1'],
])('whom Gatepost lets in reaches Postfix with name and address (%s)', async (_, client) => {
  const login = { ...LUCA, header: proxyV1(client) };
  const { ending, dialogue } = await smtpLogin(nginx.smtp, login);
  expect(ending).toBe('allowed');
  expect(edge.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Smtp',
      proof: { kind: 'password', bytes: LUCA.password },
      address: { client, peer: '127.0.0.1', source: 'proxy-protocol' },
    },
  ]);
  expect(await recipient(dialogue)).toMatch(/^250 /);
  const seen = `client=unknown[${client}], sasl_method=XCLIENT, sasl_username=luca@a.tld`;
  await until('Postfix has it', () => expect(postfix.said()).toContain(seen));
});

it('a denial says why, and an undecided login is a temporary failure', async () => {
  edge.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Sign in to webmail first.' });
  const refused = await smtpLogin(nginx.smtp, { ...LUCA, header });
  expect(refused.line).toMatch(/^535 5\.7\.8 Sign in to webmail first\./);
  edge.answer({ kind: 'deny', reason: 'CANNOT_CHALLENGE', message: 'More is needed.' });
  expect((await smtpLogin(nginx.smtp, { ...LUCA, header })).line).toMatch(/^534 5\.7\.9 /);
  edge.answer(UNDECIDED);
  expect((await smtpLogin(nginx.smtp, { ...LUCA, header })).line).toMatch(/^454 4\.7\.0 /);
});

it('only trusted proxies can state where a login comes from', async () => {
  const login = { ...LUCA, header, localAddress: '127.0.0.2' };
  expect((await smtpLogin(nginx.smtp, login)).ending).toBe('refused');
  expect(edge.attempts).toEqual([]);
  expect(edge.claims).toMatchObject([{ peer: '127.0.0.2', claimed: FROM }]);
});

it('behind nginx, nobody can send without signing in there, and AUTH is offered to nobody', async () => {
  const dialogue = dial(postfix.port);
  await dialogue.line(/^220 /);
  dialogue.send('EHLO client.example\r\n');
  const offered: string[] = [];
  for (let line = ''; !line.startsWith('250 '); offered.push(line)) {
    line = (await dialogue.line(/^250/)) ?? '250 ';
  }
  expect(offered.join(' ')).not.toContain('AUTH');
  expect(await recipient(dialogue)).toMatch(/^554 5\.7\.1 /);
});
