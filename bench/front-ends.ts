import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createOutput } from '../cli/output/output.js';
import { openSession } from '../cli/session/session.js';
import { planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { Service, TrustKind } from '../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../libs/gen/gatepost/credential/v1/credential.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../libs/gen/gatepost/policy/v1/policy_admin.js';
import { TrustAdminServiceService as TrustAdmin } from '../libs/gen/gatepost/truststore/v1/trust_store.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import { imapPlain, proxyV1 } from '../test/front-ends/clients.js';
import { type Dovecot, startDovecot } from '../test/front-ends/servers/dovecot.js';
import { startNginx } from '../test/front-ends/servers/nginx.js';
import { claimServerPorts } from '../test/front-ends/servers/program.js';
import type { Bench, Figures } from './bench.js';
import { shareOf } from './factors/shares.js';
import { constantNginx } from './front-ends/constant-nginx.js';
import { type Ending, measureEndings } from './front-ends/endings.js';

const LOGINS = 150;
const WARM_UP = 10;
const ACCOUNT = 'luca@a.tld';
const POLICY = `domain: a.tld
rules:
  - { name: mail, services: [Imap], from: [inside], require: password }
  - { name: home, services: [Imap], when: trusted-ip, require: password }
  - { name: outside, services: [Imap], require: app-password }
trust: { ip: { default: 1h, max: 2h, per-account: 100, ipv6-prefix: 64 } }
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
      const [passdb = 0, mail = 0] = await claimServerPorts(2);
      const behind = keep(await startDovecot({ kind: 'static', password: behindPassword }));
      const upstream = `127.0.0.1:${behind.proxied.imap}`;
      const constant = await answerAlways(upstream, behindPassword);
      closing.push(constant.close);
      const luaOurs = await dovecotOn(passdb);
      const { doveadm } = luaOurs;
      const people = await startGatepost({
        ...{ dir, tell, closing },
        edge: edgeOn({ dir, passdb, mail, secret, upstream, behindPassword, doveadm }),
      });
      const behindLogin = { user: ACCOUNT, password: Buffer.from(behindPassword) };
      const luaFloor = await dovecotOn(constant.port);
      const alone = keep(await constantNginx({ upstream, password: behindPassword }));
      const [bareNginx, nginxFloor, nginxOurs] = [
        await nginxOn(alone.port),
        await nginxOn(constant.port),
        await nginxOn(mail),
      ];
      const { inside, outside } = people;
      const figures = await measure(tell, [
        ['Dovecot, bare', behind.proxied.imap, behindLogin],
        ['Dovecot, a constant answer', luaFloor.proxied.imap, outside],
        ['Dovecot, Gatepost, app password', luaOurs.proxied.imap, outside],
        ['Dovecot, Gatepost, main password', luaOurs.proxied.imap, inside],
        ['nginx and Dovecot, bare', bareNginx.imap, outside],
        ['nginx and Dovecot, a constant answer', nginxFloor.imap, outside],
        ['nginx and Dovecot, Gatepost, app password', nginxOurs.imap, outside],
        ['nginx and Dovecot, Gatepost, main password', nginxOurs.imap, inside],
      ]);
      figures.push(...(await measureEndings(tell, { ...people, port: luaOurs.proxied.imap })));
      return { figures, notes: NOTES };
    } finally {
      for (const close of closing.reverse()) await close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  'from the TCP connection to the answer of AUTHENTICATE PLAIN, one login at a time, a connection each',
  "bare Dovecot compares a password in its configuration; bare nginx asks a `return` of nginx's own",
  'an end of trust: from the revocation asked for, or from the time it ran out, to `* BYE` in IDLE',
  'main passwords are argon2id; the event of each decision is committed to disk before its answer',
];

interface Who {
  readonly user: string;
  readonly password: Buffer;
  readonly ip?: string;
}

/**
 * Runs one login of each kind in turn, so that other load on the machine affects all of them alike.
 */
async function measure(
  tell: (text: string) => void,
  rows: readonly (readonly [what: string, port: number, who: Who])[],
): Promise<Figures[]> {
  const samples = rows.map((): number[] => []);
  tell(`${rows.length} ways to sign in, ${LOGINS} times each in turn`);
  for (let n = -WARM_UP; n < LOGINS; n += 1) {
    for (const [i, [what, port, { user, password, ip = '10.0.0.9' }]] of rows.entries()) {
      const since = performance.now();
      const { ending, line } = await imapPlain(port, { user, password, header: proxyV1(ip) });
      if (ending !== 'allowed') throw new Error(`${what}: ${line}`);
      if (n >= 0) samples[i]?.push(performance.now() - since);
    }
  }
  return rows.map(([what], i) => ({
    what,
    p50_ms: shareOf(samples[i] ?? [], 0.5).toFixed(1),
    p99_ms: shareOf(samples[i] ?? [], 0.99).toFixed(1),
  }));
}

/** Lets everyone in, in the protocols of nginx and of our Lua script. */
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
  doveadm: Dovecot['doveadm'];
}): object {
  const { dir, passdb, mail, secret, upstream, behindPassword, doveadm } = on;
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
    doveadm: [
      {
        ...{ name: 'dovecot', url: doveadm.url, domains: ['*'] },
        'api-key-file': write('api-key', doveadm.apiKey),
      },
    ],
  };
}

const TRUST = `INSERT INTO trust_store.trust (id, domain, account, kind, prefix, label, granted_at,
    expires_at, document, revision, decision_id, last_ip)
  VALUES (gen_random_uuid(), 'a.tld', $1, 'ip', $2::text::cidr, '', $3, $4, 'a.tld', 1, gen_random_uuid(), $2::text)`;

/** Starts an installation with one person, who has a main password and an app password. */
async function startGatepost(options: {
  dir: string;
  tell: (text: string) => void;
  closing: (() => Promise<unknown>)[];
  edge: object;
}): Promise<{ inside: Who; outside: Who } & Pick<Ending, 'trust' | 'revoke'>> {
  const { dir, tell, closing, edge } = options;
  const home = join(dir, 'installation');
  const { signal } = new AbortController();
  const plan = planPorts((await claimPorts()).base, {});
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
    ...{ expiresAt: undefined, unknownAccount: false, actor },
  });
  closing.push(async () => admin.close());
  const pool = new pg.Pool({
    ...{ host: '127.0.0.1', port: plan.postgres, user: 'postgres', database: 'gatepost', max: 1 },
    password: readFileSync(`${running.installation.layout.postgres}.password`, 'utf8').trimEnd(),
  });
  closing.push(() => pool.end());
  return {
    trust: async (ip, until) => {
      await pool.query(TRUST, [ACCOUNT, ip, new Date(until - 3_600_000), new Date(until)]);
    },
    revoke: async (clientIp) => {
      const actor = { onBehalfOf: '', comment: 'lost phone' };
      await admin.call(TrustAdmin.revokeTrust, {
        ...{ account: ACCOUNT, domain: '', clientIp, trustId: '', grantedBefore: undefined },
        ...{ kind: TrustKind.UNSPECIFIED, actor },
      });
    },
    inside: { user: ACCOUNT, password },
    outside: { user: ACCOUNT, password: Buffer.from(secret), ip: '203.0.113.9' },
  };
}
