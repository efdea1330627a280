import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import { openListener } from '../../services/edge/testing/open-listener.js';
import { type Ending, imapPlain, proxyV1, smtpLogin } from './clients.js';
import { type BadEdge, FAULTS, openBadEdge } from './servers/bad-edge.js';
import { startDovecot } from './servers/dovecot.js';
import { startNginx } from './servers/nginx.js';
import { startPostfix } from './servers/postfix.js';
import { freePorts } from './servers/program.js';

const SECRET = 'the-secret-of-a-listener';
const LUCA = { user: 'luca@a.tld', password: Buffer.from('secret') };
const header = proxyV1('203.0.113.20');
/** What front-ends wait here, in place of seconds. */
const TIMEOUT_MS = 1_500;

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

interface FrontEnd {
  readonly name: string;
  /** The protocol edge speaks to it, and where. */
  readonly protocol: string;
  readonly edge: number;
  login(): Promise<Ending>;
}

let frontEnds: FrontEnd[];
beforeAll(async () => {
  const [passdb = 0, hook = 0, mail = 0, web = 0, policy = 0, open = 0] = await freePorts(6);
  const keep = <T extends { stop(): Promise<void> }>(server: T): T => {
    closing.push(() => server.stop());
    return server;
  };
  const secret = SECRET;
  const timeoutMs = TIMEOUT_MS;
  const lua = keep(
    await startDovecot({
      kind: 'lua',
      url: `http://127.0.0.1:${passdb}/passdb`,
      secret,
      timeoutMs,
    }),
  );
  const hooked = keep(
    await startDovecot({
      ...{ kind: 'auth-policy', url: `http://127.0.0.1:${hook}/policy`, secret },
      password: 'secret',
    }),
  );
  const nginx = keep(await startNginx({ secret, mail, forwardAuth: web, timeoutMs }));
  const behindLua = keep(
    await startPostfix({ saslPort: lua.saslPort, policyPort: open, timeoutMs }),
  );
  const signedIn = keep(await startDovecot({ kind: 'static', password: 'secret' }));
  const gated = keep(
    await startPostfix({ saslPort: signedIn.saslPort, policyPort: policy, timeoutMs }),
  );
  const imap = (port: number) => async () => (await imapPlain(port, { ...LUCA, header })).ending;
  frontEnds = [
    {
      ...{ name: 'Dovecot, Lua passdb (IMAP)', protocol: 'dovecot-passdb', edge: passdb },
      login: imap(lua.proxied.imap),
    },
    {
      ...{ name: 'Dovecot, auth policy (IMAP)', protocol: 'dovecot-auth-policy', edge: hook },
      login: imap(hooked.proxied.imap),
    },
    {
      ...{ name: 'nginx mail (IMAP)', protocol: 'nginx-mail', edge: mail },
      login: imap(nginx.imap),
    },
    {
      ...{ name: 'nginx auth_request (Dav)', protocol: 'forward-auth', edge: web },
      login: () => dav(nginx.http),
    },
    {
      ...{ name: 'Postfix SASL through Dovecot', protocol: 'dovecot-passdb', edge: passdb },
      login: async () => {
        const { ending, dialogue } = await smtpLogin(behindLua.port, { ...LUCA, header });
        dialogue.close();
        return ending;
      },
    },
    {
      ...{ name: 'Postfix policy delegation', protocol: 'postfix-policy', edge: policy },
      login: () => sendMail(gated.port),
    },
  ];
});

function dav(port: number): Promise<Ending> {
  const authorization = `Basic ${Buffer.from('luca@a.tld:secret').toString('base64')}`;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/dav/', headers: { authorization } };
    request(options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status < 400 ? 'allowed' : status < 500 ? 'refused' : 'temporary');
    })
      .once('error', reject)
      .end();
  });
}

async function sendMail(port: number): Promise<Ending> {
  const { ending, dialogue } = await smtpLogin(port, { ...LUCA, header });
  if (ending !== 'allowed') return ending;
  dialogue.send('MAIL FROM:<luca@a.tld>\r\n');
  await dialogue.line(/^\d\d\d /);
  dialogue.send('RCPT TO:<x@b.tld>\r\n');
  const line = (await dialogue.line(/^\d\d\d /)) ?? '';
  dialogue.close();
  return line.startsWith('2') ? 'allowed' : line.startsWith('4') ? 'temporary' : 'refused';
}

async function measure({ protocol, edge, login }: FrontEnd): Promise<Ending[]> {
  const bad: BadEdge = await openBadEdge(edge);
  const endings: Ending[] = [];
  for (const fault of FAULTS) {
    bad.fail(fault);
    endings.push(await login());
  }
  await bad.close();
  const own = { upstreams: { '*': { Imap: '127.0.0.1:9' } }, 'nginx-proxy-protocol': true };
  const listener = await openListener({
    protocol,
    listen: `127.0.0.1:${edge}`,
    ...(protocol === 'nginx-mail' ? own : {}),
  });
  listener.answer(UNDECIDED);
  endings.push(await login());
  await listener.close();
  return endings;
}

it('whatever happens to Gatepost, nobody is let in; and the page says what happens', async () => {
  const rows: string[] = [];
  for (const frontEnd of frontEnds) {
    const endings = await measure(frontEnd);
    rows.push(`| ${[frontEnd.name, ...endings].join(' | ')} |`);
  }
  console.info(rows.join('\n'));
  expect(rows.join('\n')).not.toMatch(/\| allowed/);
  const page = readFileSync(join(packageRoot, 'docs', 'reliability.md'), 'utf8');
  for (const row of rows) expect(page).toContain(row);
});
