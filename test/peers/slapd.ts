import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'ldapts';
import { ensureCertificates } from '../../libs/certificates/index.js';
import { claimPort } from '../../libs/testing/claim-ports.js';

/** Debian's slapd with a few people, on ports of its own. */
export interface Slapd {
  /** `127.0.0.1:port`, for StartTLS. */
  readonly ldap: string;
  /** `127.0.0.1:port`, for TLS from the start. */
  readonly ldaps: string;
  /** PEM file of the authority that signed its certificate. */
  readonly ca: string;
  /** Every request so far, one on each line, from slapd's own log. */
  log(): Promise<string>;
  /** Changes its entries as its administrator. */
  administer(work: (client: Client) => Promise<void>): Promise<void>;
  /** Makes the server hang. It hangs from when the promise resolves until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  stop(): Promise<void>;
}

const ROOT = { dn: 'cn=root,dc=example', password: 'may-do-all' };
export const SEARCHER = { dn: 'cn=searcher,dc=example', password: 'may search' };

const PEOPLE = `
dn: dc=example
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: cn=searcher,dc=example
objectClass: simpleSecurityObject
objectClass: organizationalRole
cn: searcher
userPassword: ${SEARCHER.password}

dn: ou=people,dc=example
objectClass: organizationalUnit
ou: people

dn: uid=luca,ou=people,dc=example
objectClass: inetOrgPerson
uid: luca
cn: Luca
sn: Bianchi
mail: luca@a.tld
userPassword: correct horse

dn: uid=l\\2cu\\3dx(a*b)\\5cy,ou=people,dc=example
objectClass: inetOrgPerson
uid: l,u=x(a*b)\\y
cn: odd
sn: odd
mail: l,u=x(a*b)\\y@a.tld
userPassword: odd horse

dn: uid=twin1,ou=people,dc=example
objectClass: inetOrgPerson
uid: twin1
cn: twin
sn: twin
mail: twin@a.tld
userPassword: twin

dn: uid=twin2,ou=people,dc=example
objectClass: inetOrgPerson
uid: twin2
cn: twin
sn: twin
mail: twin@a.tld
userPassword: twin

dn: uid=vera,ou=people,dc=example
objectClass: inetOrgPerson
uid: vera
cn: Vera
sn: Verdi
mail: vera@a.tld
userPassword: correct horse

dn: uid=nora,ou=people,dc=example
objectClass: inetOrgPerson
uid: nora
cn: Nora
sn: Neri
mail: nora@a.tld
userPassword: correct horse

dn: uid=empty,ou=people,dc=example
objectClass: inetOrgPerson
uid: empty
cn: empty
sn: empty
mail: empty@a.tld

dn: ou=elsewhere,dc=example
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
ref: ldap://127.0.0.1:1/ou=elsewhere,dc=example
`;

/** Starts slapd on free ports of 127.0.0.1. The caller stops it. */
export async function startSlapd(): Promise<Slapd> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-slapd-'));
  const identities = [{ role: 'service', name: 'ldap' }] as const;
  const made = await ensureCertificates({ dir: join(dir, 'tls'), identities, now: Date.now() });
  const { cert, key, ca } = made.filesOf('service', 'ldap');
  mkdirSync(join(dir, 'db'));
  const config = join(dir, 'slapd.conf');
  writeFileSync(
    config,
    `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${join(dir, 'slapd.pid')}
TLSCACertificateFile ${ca}
TLSCertificateFile ${cert}
TLSCertificateKeyFile ${key}
security simple_bind=128
database mdb
suffix dc=example
rootdn ${ROOT.dn}
rootpw ${ROOT.password}
directory ${join(dir, 'db')}
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${SEARCHER.dn}" read by * none
overlay ppolicy
`,
  );
  execFileSync('slapadd', ['-f', config], { input: PEOPLE.trimStart(), stdio: 'pipe' });
  const [ldap, ldaps] = [await claimPort(), await claimPort()];
  // 127.0.0.2 is not in the certificate.
  const hosts = ['ldap://127.0.0.1', 'ldaps://127.0.0.1', 'ldaps://127.0.0.2'];
  const urls = hosts.map((url) => `${url}:${url.startsWith('ldaps') ? ldaps : ldap}`).join(' ');
  const server = spawn('slapd', ['-d', 'stats', '-f', config, '-h', urls], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (chunk) => {
    log += chunk;
  });
  await until(
    () => log.includes('slapd starting'),
    server,
    () => log,
  );
  return {
    ldap: `127.0.0.1:${ldap}`,
    ldaps: `127.0.0.1:${ldaps}`,
    ca,
    async administer(work) {
      const client = new Client({
        url: `ldaps://127.0.0.1:${ldaps}`,
        tlsOptions: { ca: readFileSync(ca) },
      });
      await client.bind(ROOT.dn, ROOT.password);
      await work(client);
      await client.unbind();
    },
    async log() {
      const port = await touch(ldap);
      const mark = `ACCEPT from IP=127.0.0.1:${port} `;
      await until(
        () => log.includes(mark),
        server,
        () => log,
      );
      log = log.replace(mark, '');
      return log;
    },
    async pause() {
      server.kill('SIGSTOP');
      const state = () => readFileSync(`/proc/${server.pid}/status`, 'utf8');
      await until(() => /^State:\s+T/m.test(state()), server, state);
    },
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      server.kill('SIGCONT');
      if (server.exitCode === null && server.signalCode === null) {
        const gone = new Promise((done) => server.once('exit', done));
        server.kill('SIGTERM');
        await gone;
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function until(
  isDone: () => boolean,
  server: ChildProcess,
  said: () => string,
): Promise<void> {
  for (let i = 0; i < 500 && server.exitCode === null; i++) {
    if (isDone()) return;
    await sleep(20);
  }
  throw new Error(`slapd does not say what it should: ${said()}`);
}

/** Connects and disconnects. Returns the client's port, which the server writes to its log. */
async function touch(port: number): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port });
  await new Promise((done, fail) => socket.once('connect', done).once('error', fail));
  const from = socket.localPort ?? 0;
  socket.destroy();
  return from;
}
