import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Ending, imapPlain, proxyV1, smtpLogin } from './clients.js';
import { startCaddy } from './servers/caddy.js';
import { startDovecot } from './servers/dovecot.js';
import { startNginx } from './servers/nginx.js';
import { startPostfix } from './servers/postfix.js';
import { claimServerPorts } from './servers/program.js';

/** One way to sign in at a real server. */
export interface FrontEnd {
  readonly name: string;
  /** edge's listener that it asks. */
  readonly asks: Asked;
  /** Signs in with the right password. */
  login(): Promise<Ending>;
}

/** A listener's settings, without `secret-file`. */
export interface Asked {
  readonly protocol: string;
  readonly port: number;
  readonly more?: object;
}

export const SECRET = 'the-secret-of-a-listener';
export const ACCOUNT = 'luca@a.tld';
export const PASSWORD = 'secret-of-luca';
const LUCA = { user: ACCOUNT, password: Buffer.from(PASSWORD) };
const header = proxyV1('203.0.113.20');
/** How long front-ends wait here. Deployed ones wait seconds. */
const TIMEOUT_MS = 1_500;

/** Starts every kind of front-end. There is no edge for them to ask yet. */
export async function openFrontEnds(
  closing: (() => Promise<unknown>)[],
): Promise<readonly FrontEnd[]> {
  const ports = await claimServerPorts(7);
  const [passdb = 0, hook = 0, mail = 0, web = 0, caddyWeb = 0, policy = 0, open = 0] = ports;
  const keep = <T extends { stop(): Promise<void> }>(server: T): T => {
    closing.push(() => server.stop());
    return server;
  };
  const [secret, timeoutMs] = [SECRET, TIMEOUT_MS];
  const lua = keep(
    await startDovecot({
      ...{ kind: 'lua', url: `http://127.0.0.1:${passdb}/passdb`, secret, timeoutMs },
    }),
  );
  const hooked = keep(
    await startDovecot({
      ...{ kind: 'auth-policy', url: `http://127.0.0.1:${hook}/policy`, secret },
      password: PASSWORD,
    }),
  );
  const nginx = keep(await startNginx({ secret, mail, forwardAuth: web, timeoutMs }));
  const mailServer = createServer((_, answer) => answer.end('in'));
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  closing.push(async () => mailServer.close());
  const { port: backend } = mailServer.address() as AddressInfo;
  const caddy = keep(await startCaddy({ secret, forwardAuth: caddyWeb, backend, timeoutMs }));
  const behindLua = keep(
    await startPostfix({
      ...{ saslPort: lua.saslPort, policyPort: open, policySecret: SECRET, timeoutMs },
    }),
  );
  const signedIn = keep(await startDovecot({ kind: 'static', password: PASSWORD }));
  const gated = keep(
    await startPostfix({
      ...{ saslPort: signedIn.saslPort, policyPort: policy, policySecret: SECRET, timeoutMs },
    }),
  );
  const lets = { protocol: 'dovecot-passdb', port: passdb };
  const behind = {
    upstreams: { '*': { Imap: `127.0.0.1:${signedIn.proxied.imap}` } },
    'nginx-proxy-protocol': true,
  };
  const imap = (port: number) => async () => (await imapPlain(port, { ...LUCA, header })).ending;
  return [
    { name: 'Dovecot, Lua passdb (IMAP)', asks: lets, login: imap(lua.proxied.imap) },
    {
      name: 'Dovecot, auth policy (IMAP)',
      asks: { protocol: 'dovecot-auth-policy', port: hook },
      login: imap(hooked.proxied.imap),
    },
    {
      name: 'nginx mail (IMAP)',
      asks: { protocol: 'nginx-mail', port: mail, more: behind },
      login: imap(nginx.imap),
    },
    {
      name: 'nginx auth_request (Dav)',
      asks: { protocol: 'forward-auth', port: web },
      login: () => dav(nginx.http),
    },
    {
      name: 'Caddy forward_auth (Dav)',
      asks: { protocol: 'forward-auth', port: caddyWeb },
      login: () => dav(caddy.http),
    },
    { name: 'Postfix SASL through Dovecot', asks: lets, login: () => submit(behindLua.port) },
    {
      name: 'Postfix policy delegation',
      asks: { protocol: 'postfix-policy', port: policy },
      login: () => sendMail(gated.port),
    },
  ];
}

async function submit(port: number): Promise<Ending> {
  const { ending, dialogue } = await smtpLogin(port, { ...LUCA, header });
  dialogue.close();
  return ending;
}

function dav(port: number): Promise<Ending> {
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:${PASSWORD}`).toString('base64')}`;
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
