import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial, imapPlain } from '../front-ends/clients.js';
import { claimServerPorts } from '../front-ends/servers/program.js';
import { setUp } from '../stories/play.js';
import type { ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { canHaveDovecot24, type Dovecot24, startDovecot24 } from './start-dovecot-2.4.js';

const PASSWORDS = {
  domain: 'p.tld',
  rules: [{ name: 'mail', services: ['Imap'], require: 'password' }],
};
const DOCUMENT = {
  domain: 'w.tld',
  networks: { here: ['127.0.0.1/32'] },
  rules: [
    {
      name: 'behind webmail',
      services: ['Imap'],
      from: ['here'],
      require: 'session',
    },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
  trust: { session: { default: '8h', max: '24h' } },
};
const ACTOR = { comment: 'lost laptop' };

const wanted = process.env.WEBMAIL_SHORT !== '1' && canHaveDovecot24();
const dir = mkdtempSync(join(tmpdir(), 'gatepost-dovecot-2.4-'));
let suite: Suite;
let dovecot: Dovecot24;
let admin: ProtoClient;
let portal: ProtoClient;
let ports: { passdb: number; introspection: number; secret: string };
beforeAll(async () => {
  if (!wanted) return;
  const secret = randomBytes(16).toString('hex');
  const file = join(dir, 'secret');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  const [passdb = 0, introspection = 0] = await claimServerPorts(2);
  const known = {
    ...{ 'secret-file': file, domains: ['*'], services: ['Imap'] },
    'trusted-proxies': ['127.0.0.1/32'],
  };
  const listener = (protocol: string, port: number) => ({
    ...{ protocol, name: protocol, listen: `127.0.0.1:${port}`, ...known },
  });
  suite = await startSuite({
    processes: true,
    edge: {
      listeners: [listener('dovecot-passdb', passdb), listener('introspection', introspection)],
    },
  });
  admin = suite.client('admin', 'operator');
  portal = suite.client('service', 'portal');
  const stage = { frontEnd: suite.client('front-end', 'mail'), admin, clock: suite.clock };
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  await setUp({ ...story, policies: [DOCUMENT, PASSWORDS] as never }, stage);
  for (const [id, network] of Object.entries({ here: '127.0.0.1/32', away: '192.0.2.1/32' })) {
    await admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
      client: {
        ...{ id, name: id, service: 'SERVICE_WEB_UI', domains: ['w.tld'], networks: [network] },
        oidc: { redirect_uris: [`https://${id}.example/callback`] },
      },
    });
  }
  ports = { passdb, introspection, secret };
  dovecot = await startDovecot24(ports);
});
afterAll(async () => {
  await dovecot?.stop();
  await suite?.close();
  rmSync(dir, { recursive: true, force: true });
});

let people = 0;
async function newPerson(domain = 'w.tld'): Promise<{ account: string; password: Buffer }> {
  people += 1;
  const person = { account: `d${people}@${domain}`, password: Buffer.from(`secret of ${people}`) };
  await admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', person);
  return person;
}

/** A mail token of a person who signed in for a client. */
async function tokenOf(
  person: { account: string; password: Buffer },
  client: string,
): Promise<string> {
  const service = 'gatepost.policy.v1.AuthorizationService';
  const { session_secret } = await portal.call(`${service}/Authorize`, {
    ...{ ...person, service: 'SERVICE_WEB_UI', client_ip: '203.0.113.9', client },
    remember: { session_seconds: 3_600 },
  });
  const { mail_token } = await portal.call(`${service}/MailToken`, { session_secret });
  return mail_token;
}

/** How a login by IMAP with a token ends. */
async function open(account: string, token: string, mechanism = 'XOAUTH2', at = dovecot) {
  const said =
    mechanism === 'XOAUTH2'
      ? `user=${account}\x01auth=Bearer ${token}\x01\x01`
      : `n,a=${account},\x01auth=Bearer ${token}\x01\x01`;
  const dialogue = dial(at.imap);
  await dialogue.line(/^\* OK/);
  dialogue.send(`a AUTHENTICATE ${mechanism} ${Buffer.from(said).toString('base64')}\r\n`);
  let line = (await dialogue.line(/^(a |\+)/)) ?? '';
  if (line.startsWith('+')) {
    dialogue.send(mechanism === 'XOAUTH2' ? '\r\n' : 'AQ==\r\n');
    line = (await dialogue.line(/^a /)) ?? '';
  }
  dialogue.close();
  return /^a (OK|NO)/.exec(line)?.[1];
}

describe.runIf(wanted)('Dovecot 2.4', () => {
  it('introspects a token, and opens the mailbox of its account and no other', async () => {
    const [luca, anna] = [await newPerson(), await newPerson()];
    const token = await tokenOf(luca, 'here');
    expect(await open(luca.account, token)).toBe('OK');
    expect(await open(luca.account, token, 'OAUTHBEARER')).toBe('OK');
    expect(await open(anna.account, token)).toBe('NO');
    expect(await open(luca.account, token.slice(0, -2))).toBe('NO');
  });

  it('refuses a token that is not valid at this address', async () => {
    const luca = await newPerson();
    expect(await open(luca.account, await tokenOf(luca, 'away'))).toBe('NO');
  });

  it('refuses a token whose session was revoked', async () => {
    const luca = await newPerson();
    const token = await tokenOf(luca, 'here');
    expect(await open(luca.account, token)).toBe('OK');
    const revoke = { account: luca.account, kind: 'TRUST_KIND_SESSION', actor: ACTOR };
    await admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', revoke);
    expect(await open(luca.account, token)).toBe('NO');
  });

  it('lets nobody in where trust-store cannot be asked', async () => {
    const luca = await newPerson();
    const token = await tokenOf(luca, 'here');
    const resume = suite.stop('trust-store-1');
    try {
      expect(await open(luca.account, token)).toBe('NO');
    } finally {
      resume();
    }
  });

  it('lets nobody in if a token is valid and the lookup after it is not decided', async () => {
    const luca = await newPerson();
    const token = await tokenOf(luca, 'here');
    const unknown = await startDovecot24({ ...ports, scriptSecret: 'not the secret' });
    try {
      expect(await open(luca.account, token, 'XOAUTH2', unknown)).toBe('NO');
    } finally {
      await unknown.stop();
    }
  });

  it('asks for passwords by the same script', async () => {
    const { account: user, password } = await newPerson('p.tld');
    const ending = async (secret: Buffer) =>
      (await imapPlain(dovecot.imap, { user, password: secret })).ending;
    expect(await ending(password)).toBe('allowed');
    expect(await ending(Buffer.from('wrong'))).toBe('refused');
  });
});
