import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import {
  createIdentityProvider,
  type IdentityProvider,
  type KeyPair,
  makeKeyPair,
} from './identity-provider.js';
import type { Message } from './proto-client.js';
import { signMetadata } from './saml-response.js';
import { type Suite, startSuite } from './start-suite.js';

const LUCA = 'luca@a.tld';
const FRONT_END = 'spiffe://gatepost/front-end/mail';
const SAML = 'gatepost.saml.v1.SamlService';
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

let suite: Suite;
let provider: IdentityProvider;
let federation: KeyPair;
let server: Server;
let fetched = '';

beforeAll(async () => {
  suite = await startSuite({ replicas: { saml: 2 } });
  provider = await createIdentityProvider({
    entityId: 'https://idp.a.tld/metadata',
    clock: suite.clock,
  });
  federation = await makeKeyPair('federation');
  const signed = signMetadata(`${provider.metadata()}`, federation);
  const { cert, key } = suite.installation.tlsOf('service', 'policy');
  server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, answer) => {
    fetched += request.url;
    if (request.url === '/large') answer.end(Buffer.alloc(3 * 1024 * 1024));
    else if (request.url === '/elsewhere') answer.writeHead(302, { location: '/metadata' }).end();
    else if (request.url === '/signed') answer.end(signed);
    else answer.end(provider.metadata());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await suite?.close();
});

/** `gatepost saml …` as it is typed. */
function saml(...words: string[]): Promise<{ exit: number; out: string; said: string }> {
  const { layout } = suite.installation;
  const main = join(packageRoot, 'dist/cli/main.js');
  const { ca } = suite.installation.tlsOf('admin', 'operator');
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca };
  return new Promise((resolve) => {
    const argv = [main, 'saml', ...words, '--home', layout.home];
    execFile(process.execPath, argv, { env }, (error, out, said) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out, said });
    });
  });
}

async function done(...words: string[]): Promise<string> {
  const { exit, out, said } = await saml(...words);
  expect(exit, `${words.join(' ')}: ${out}${said}`).toBe(0);
  return out;
}

const json = async (...words: string[]) => JSON.parse(await done(...words, '--json')) as Message;

async function signIn(): Promise<Message> {
  const mail = suite.client('front-end', 'mail');
  const login = {
    account: LUCA,
    service: 'SERVICE_WEB_UI',
    client_ip: '192.0.2.80',
    interactive: true,
  };
  const begun = (await mail.call(AUTHORIZE, { ...login, begin_saml: true })).saml_login;
  const way = { redirectUrl: begun.redirect_url, formFields: begun.form_fields };
  const posted = await provider.respond(way, LUCA);
  return mail.call(AUTHORIZE, {
    ...login,
    saml_response: posted.samlResponse,
    saml_relay_state: posted.relayState,
    saml_login_ticket: begun.login_ticket,
  });
}

it('sets a domain up with the commands of docs/saml.md, and signs in', async () => {
  await done('set', 'a.tld', 'acs_urls.mail=https://webmail.a.tld/saml/acs');
  expect(await done('metadata', 'a.tld')).toContain('"https://webmail.a.tld/saml/acs"');
  const file = join(suite.installation.layout.home, 'idp-metadata.xml');
  writeFileSync(file, provider.metadata());
  await done('import', 'a.tld', file);
  await done('validate', 'a.tld');
  expect(JSON.stringify(await json('get', 'a.tld'))).toContain(provider.entityId);
  const text = 'domain: a.tld\nrules: [{ name: web, services: [WebUI], require: saml }]\n';
  await suite
    .client('admin', 'operator')
    .exchange('gatepost.policy.v1.PolicyAdminService/Apply', [
      { options: { actor: { comment: 'saml' } } },
      { file: { name: 'a.yaml', content: Buffer.from(text), documents: ['a.tld'] } },
    ]);
  expect(await signIn()).toMatchObject({ decision: 'DECISION_ALLOW', rule: 'web' });
  await done('keys', 'rotate', 'a.tld');
  expect((await done('metadata', 'a.tld')).match(/X509Certificate>/g)?.length).toBeGreaterThan(2);
  await done('keys', 'retire', 'a.tld');
  expect(await signIn()).toMatchObject({ decision: 'DECISION_ALLOW' });
});

it('imports metadata from an https address and from no other', async () => {
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => `https://localhost:${port}${path}`;
  await done('import', 'b.tld', at('/metadata'));
  expect(JSON.stringify(await json('get', 'b.tld'))).toContain(provider.entityId);
  for (const address of [at('/large'), at('/elsewhere'), `http://localhost:${port}/metadata`]) {
    const { exit, said } = await saml('import', 'c.tld', address);
    expect([exit, said], address).toEqual([2, expect.stringContaining('cannot be fetched')]);
  }
  expect(fetched).toBe('/metadata/large/elsewhere');
  await done('remove', 'b.tld');
  expect((await saml('get', 'b.tld')).exit).not.toBe(0);
});

it('imports metadata from an address if it was signed by whom it is told', async () => {
  const { port } = server.address() as AddressInfo;
  const by = async (name: string, { certificate }: KeyPair) => {
    const file = join(suite.installation.layout.home, name);
    writeFileSync(file, certificate);
    return saml('import', 'd.tld', `https://localhost:${port}/signed`, '--signed-by', file);
  };
  const refused = await by('stranger.pem', await makeKeyPair('stranger'));
  expect([refused.exit, refused.said]).toEqual([2, expect.stringContaining('not signed')]);
  expect((await saml('get', 'd.tld')).out).not.toContain(provider.entityId);
  expect((await by('federation.pem', federation)).exit).toBe(0);
  expect((await saml('get', 'd.tld')).out).toContain(provider.entityId);
});

it('takes a response once, on two processes in the same instant', async () => {
  const policy = suite.client('service', 'policy');
  const base = { domain: 'a.tld', account: LUCA, front_end: FRONT_END };
  for (let round = 0; round < 5; round += 1) {
    const begun = await policy.call(`${SAML}/BeginLogin`, { ...base, decision_id: randomUUID() });
    const way = { redirectUrl: begun.redirect_url, formFields: begun.form_fields };
    const { samlResponse, relayState } = await provider.respond(way, LUCA);
    const request = {
      ...base,
      saml_response: samlResponse,
      relay_state: relayState,
      login_ticket: begun.login_ticket,
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        policy.call(`${SAML}/ConsumeResponse`, { ...request, decision_id: randomUUID() }),
      ),
    );
    const failed = answers.filter(({ verdict }) => verdict !== 'VERDICT_VERIFIED');
    expect(failed.map((answer) => answer.failed_check)).toEqual(Array(7).fill('replay'));
  }
});
