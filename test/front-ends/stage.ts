import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { type Dovecot, startDovecot } from './servers/dovecot.js';
import { type Nginx, startNginx } from './servers/nginx.js';
import { type Postfix, startPostfix } from './servers/postfix.js';
import { claimServerPorts } from './servers/program.js';

/** A complete Gatepost, and the mail servers in front of it. */
export interface Stage {
  readonly suite: Suite;
  /** The Dovecot that asks Gatepost by Lua. */
  readonly dovecot: Dovecot;
  /** The Dovecot behind nginx. */
  readonly behind: Dovecot;
  readonly nginx: Nginx;
  readonly postfix: Postfix;
  close(): Promise<void>;
}

const MAIL = ['Imap', 'Pop3', 'Smtp', 'Sieve'];
const LOOPBACK = ['127.0.0.1/32'];

/** Starts an installation and every mail server in front of it. The caller closes them. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-stage-'));
  const write = (name: string, content: string) => {
    writeFileSync(join(dir, name), `${content}\n`, { mode: 0o600 });
    return join(dir, name);
  };
  const secret = randomBytes(16).toString('hex');
  const upstream = randomBytes(16).toString('hex');
  const [passdb = 0, mail = 0, web = 0, policy = 0] = await claimServerPorts(4);
  const dovecot = await startDovecot({
    kind: 'lua',
    url: `http://127.0.0.1:${passdb}/passdb`,
    secret,
  });
  const behind = await startDovecot({ kind: 'static', password: upstream });
  const nginx = await startNginx({ secret, mail, forwardAuth: web });
  const postfix = await startPostfix({
    ...{ saslPort: dovecot.saslPort, policyPort: policy, policySecret: secret },
  });
  const common = { domains: ['*'], 'trusted-proxies': LOOPBACK };
  const known = { ...common, 'secret-file': write('secret', secret) };
  const at = (port: number) => `127.0.0.1:${port}`;
  const suite = await startSuite({
    processes: true,
    edge: {
      listeners: [
        {
          protocol: 'dovecot-passdb',
          name: 'dovecot',
          listen: at(passdb),
          services: MAIL,
          ...known,
        },
        {
          ...{
            protocol: 'nginx-mail',
            name: 'nginx-mail',
            listen: at(mail),
            services: MAIL,
            ...known,
          },
          upstreams: {
            '*': { Imap: at(behind.proxied.imap), Pop3: at(behind.proxied.pop3) },
          },
          'upstream-password-file': write('upstream', upstream),
          'nginx-proxy-protocol': true,
          wait: '0s',
        },
        {
          ...{ protocol: 'forward-auth', name: 'web', listen: at(web), sessions: true, ...known },
          services: ['Dav', 'EAS', 'SOAP', 'WebUI'],
        },
        {
          ...{ protocol: 'postfix-policy', name: 'postfix', listen: at(policy), ...known },
          services: ['Smtp'],
        },
      ],
      doveadm: [
        {
          ...{ name: 'dovecot', url: dovecot.doveadm.url, domains: ['*'] },
          'api-key-file': write('api-key', dovecot.doveadm.apiKey),
        },
      ],
    },
  });
  return {
    ...{ suite, dovecot, behind, nginx, postfix },
    async close() {
      await Promise.all([nginx, dovecot, behind, postfix].map((server) => server.stop()));
      await suite.close();
      rmSync(dir, { recursive: true });
    },
  };
}
