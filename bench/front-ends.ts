import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutput } from '../cli/output/output.js';
import { openSession } from '../cli/session/session.js';
import { findFreeBase, planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { Service } from '../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../libs/gen/gatepost/credential/v1/credential.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../libs/gen/gatepost/policy/v1/policy_admin.js';
import { imapPlain, proxyV1 } from '../test/front-ends/clients.js';
import { startDovecot } from '../test/front-ends/servers/dovecot.js';
import { startNginx } from '../test/front-ends/servers/nginx.js';
import { freePorts } from '../test/front-ends/servers/program.js';
import type { Bench, Figures } from './bench.js';
import { shareOf } from './factors/shares.js';

const LOGINS = 150;
const WARM_UP = 10;
const ACCOUNT = 'luca@a.tld';
const POLICY = `domain: a.tld
rules:
  - { name: mail, services: [Imap], from: [inside], require: password }
  - { name: outside, services: [Imap], require: app-password }
networks: { inside: [10.0.0.0/8] }
`;

export const bench: Bench = {
  about:
    'IMAP LOGIN through the real Dovecot and nginx: bare, with a constant answer, with Gatepost',
  async run(tell) {
    const dir = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const closing: (() => Promise<unknown>)[] = [];
    const secret = randomBytes(16).toString('hex');
    const behindPassword = randomBytes(16).toString('hex');
    const keep = <T extends { stop(): Promise<void> }>(server: T): T => {
      closing.push(() => server.stop());
      return server;
    };
    const dovecotOn = async (port: number) =>
      keep(await startDovecot({ kind: 'lua', url: `http://127.0.0.1:${port}/passdb`, secret }));
    const nginxOn = async (mail: number) =>
      keep(await startNginx({ secret, mail, forwardAuth: 9 }));
    try {
      const [passdb = 0, mail = 0] = await freePorts(2);
      const behind = keep(await startDovecot({ kind: 'static', password: behindPassword }));
      const upstream = `127.0.0.1:${behind.proxied.imap}`;
      const constant = await answerAlways(upstream, behindPassword);
      closing.push(constant.close);
      const people = await startGatepost({
        ...{ dir, tell, closing },
        edge: edgeOn({ dir, passdb, mail, secret, upstream, behindPassword }),
      });
      const behindLogin = { user: ACCOUNT, password: Buffer.from(behindPassword) };
      const figures = [await measure(tell, 'Dovecot, bare', behind.proxied.imap, behindLogin)];
      const dovecots = [await dovecotOn(constant.port), await dovecotOn(passdb)] as const;
      const nginxes = [await nginxOn(constant.port), await nginxOn(mail)] as const;
      for (const [name, [floor, ours]] of [
        ['Dovecot', dovecots.map(({ proxied }) => proxied.imap)],
        ['nginx and Dovecot', nginxes.map(({ imap }) => imap)],
      ] as const) {
        figures.push(
          await measure(tell, `${name}, a constant answer`, floor ?? 0, people.outside),
          await measure(tell, `${name}, Gatepost, app password`, ours ?? 0, people.outside),
          await measure(tell, `${name}, Gatepost, main password`, ours ?? 0, people.inside),
        );
      }
      return { figures, notes: NOTES };
    } finally {
      for (const close of closing.reverse()) await close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  'from the TCP connection to the answer of AUTHENTICATE PLAIN, one login at a time, a connection each',
  'main passwords are argon2id; the event of each decision is committed to disk before its answer',
];

interface Who {
  readonly user: string;
  readonly password: Buffer;
  readonly ip?: string;
}

async function measure(
  tell: (text: string) => void,
  what: string,
  port: number,
  { user, password, ip = '10.0.0.9' }: Who,
): Promise<Figures> {
  tell(what);
  const samples: number[] = [];
  for (let n = -WARM_UP; n < LOGINS; n += 1) {
    const since = performance.now();
    const { ending, line } = await imapPlain(port, { user, password, header: proxyV1(ip) });
    if (ending !== 'allowed') throw new Error(`${what}: ${line}`);
    if (n >= 0) samples.push(performance.now() - since);
  }
  return {
    what,
    p50_ms: shareOf(samples, 0.5).toFixed(1),
    p99_ms: shareOf(samples, 0.99).toFixed(1),
  };
}

/** Lets everyone in, in the words of nginx and of our Lua script. */
async function answerAlways(upstream: string, password: string) {
  const [host = '', port = ''] = upstream.split(':');
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, {
        ...{ 'Auth-Status': 'OK', 'Auth-Server': host, 'Auth-Port': port, 'Auth-Pass': password },
      });
      response.end(`allow ${ACCOUNT}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

function edgeOn(on: {
  dir: string;
  passdb: number;
  mail: number;
  secret: string;
  upstream: string;
  behindPassword: string;
}): object {
  const { dir, passdb, mail, secret, upstream, behindPassword } = on;
  const write = (name: string, content: string) => {
    writeFileSync(join(dir, name), content, { mode: 0o600 });
    return join(dir, name);
  };
  const common = {
    'secret-file': write('secret', secret),
    domains: ['*'],
    services: ['Imap'],
    'trusted-proxies': ['127.0.0.1/32'],
  };
  return {
    listeners: [
      { protocol: 'dovecot-passdb', name: 'dovecot', listen: `127.0.0.1:${passdb}`, ...common },
      {
        ...{ protocol: 'nginx-mail', name: 'nginx', listen: `127.0.0.1:${mail}`, ...common },
        upstreams: { '*': { Imap: upstream } },
        'upstream-password-file': write('behind', behindPassword),
        'nginx-proxy-protocol': true,
      },
    ],
  };
}

/** An installation of its own, and one person with a main and an app password. */
async function startGatepost(options: {
  dir: string;
  tell: (text: string) => void;
  closing: (() => Promise<unknown>)[];
  edge: object;
}): Promise<{ inside: Who; outside: Who }> {
  const { dir, tell, closing, edge } = options;
  const home = join(dir, 'installation');
  const { signal } = new AbortController();
  const plan = planPorts(await findFreeBase({}), {});
  const stream = { kind: 'off' } as const;
  const running = await startInstallation({
    home,
    plan,
    corpDomains: [],
    stream,
    signal,
    tell,
    edge,
  });
  closing.push(() => running.stop());
  const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
  const admin = openSession({ out, signal, globals: { home, as: 'operator', timeout: 60 } });
  const value = { name: 'a.yaml', content: Buffer.from(POLICY), documents: ['a.tld'] };
  const requests = [
    { part: { $case: 'options', value: { dryRun: false, actor: undefined } } },
    { part: { $case: 'file', value } },
  ] as ApplyRequest[];
  for await (const _ of admin.exchange(PolicyAdmin.apply, requests));
  const actor = undefined;
  const password = Buffer.from('correct horse');
  await admin.call(CredentialAdmin.createAccount, { account: ACCOUNT, password, actor });
  const { secret } = await admin.call(CredentialAdmin.createAppPassword, {
    ...{ account: ACCOUNT, label: 'mutt', services: [Service.IMAP] },
    ...{ expiresAt: undefined, actor },
  });
  admin.close();
  return {
    inside: { user: ACCOUNT, password },
    outside: { user: ACCOUNT, password: Buffer.from(secret), ip: '203.0.113.9' },
  };
}
