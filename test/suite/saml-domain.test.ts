import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutput } from '../../cli/output/output.js';
import { type Browser, openBrowser } from '../../cli/up/demo/single-sign-on/browse.js';
import {
  openSingleSignOn,
  type SingleSignOn,
} from '../../cli/up/demo/single-sign-on/open-single-sign-on.js';
import { pagesUrl } from '../../cli/up/installation/service-config.js';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';
import {
  createIdentityProvider,
  type IdentityProvider,
  type KeyPair,
  makeKeyPair,
} from './identity-provider.js';
import type { Message } from './proto-client.js';
import { runCliHere } from './run-cli-here.js';
import { signMetadata } from './saml-response.js';
import { type Suite, startSuite } from './start-suite.js';

const LUCA = 'luca@a.tld';
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

let suite: Suite;
let provider: IdentityProvider;
let federation: KeyPair;
let server: Server;
let fetched = '';

beforeAll(async () => {
  suite = await startSuite();
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

interface Result {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `gatepost saml …`. */
function saml(...words: string[]): Promise<Result> {
  return runCliHere(['saml', ...words, '--home', suite.installation.layout.home]);
}

/** Runs it as a process of its own, which trusts the server's authority. */
function samlTrusting(...words: string[]): Promise<Result> {
  const { home } = suite.installation.layout;
  const argv = [join(packageRoot, 'dist/cli/main.js'), 'saml', ...words, '--home', home];
  const { ca } = suite.installation.tlsOf('admin', 'operator');
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env }, (error, out, err) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

async function done(...words: string[]): Promise<string> {
  const { exit, out, err } = await saml(...words);
  expect(exit, `${words.join(' ')}: ${out}${err}`).toBe(0);
  return out;
}

const json = async (...words: string[]) => JSON.parse(await done(...words, '--json')) as Message;

async function applyRule(domain: string): Promise<void> {
  const text = `domain: ${domain}\nrules: [{ name: web, services: [WebUI], require: saml }]\n`;
  await suite
    .client('admin', 'operator')
    .exchange('gatepost.policy.v1.PolicyAdminService/Apply', [
      { options: { actor: { comment: 'saml' } } },
      { file: { name: `${domain}.yaml`, content: Buffer.from(text), documents: [domain] } },
    ]);
}

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
  await applyRule('a.tld');
  expect(await signIn()).toMatchObject({ decision: 'DECISION_ALLOW', rule: 'web' });
  await done('keys', 'rotate', 'a.tld');
  expect((await done('metadata', 'a.tld')).match(/X509Certificate>/g)?.length).toBeGreaterThan(2);
  await done('keys', 'retire', 'a.tld');
  expect(await signIn()).toMatchObject({ decision: 'DECISION_ALLOW' });
});

it('imports metadata from an https address and from no other', async () => {
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => `https://localhost:${port}${path}`;
  expect(await samlTrusting('import', 'b.tld', at('/metadata'))).toMatchObject({ exit: 0 });
  expect(JSON.stringify(await json('get', 'b.tld'))).toContain(provider.entityId);
  const plain = `http://localhost:${port}/metadata`;
  for (const address of [at('/large'), at('/elsewhere'), plain]) {
    const { exit, err } = await samlTrusting('import', 'c.tld', address);
    expect([exit, err], address).toEqual([
      2,
      expect.stringMatching(/cannot be fetched|is not XML/),
    ]);
  }
  expect(fetched).toBe('/metadata/large/elsewhere');
  await done('remove', 'b.tld');
  expect((await saml('get', 'b.tld')).exit).not.toBe(0);
});

it('imports metadata from an address only if the required signer signed it', async () => {
  const { port } = server.address() as AddressInfo;
  const by = async (name: string, { certificate }: KeyPair) => {
    const file = join(suite.installation.layout.home, name);
    writeFileSync(file, certificate);
    const address = `https://localhost:${port}/signed`;
    return samlTrusting('import', 'd.tld', address, '--signed-by', file);
  };
  const refused = await by('stranger.pem', await makeKeyPair('stranger'));
  expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('not signed')]);
  expect((await saml('get', 'd.tld')).out).not.toContain(provider.entityId);
  expect((await by('federation.pem', federation)).exit).toBe(0);
  expect((await saml('get', 'd.tld')).out).toContain(provider.entityId);
});

describe("the demo's single sign-on", () => {
  const DORA = 'dora@campus.example';
  let signOn: SingleSignOn;
  const submitted = async (browser: Browser, url: string, ...forms: Record<string, string>[]) => {
    let sight = await browser.open(url);
    for (const added of forms) sight = await browser.submit(sight, added);
    return sight.html;
  };
  const webmail = (browser: Browser, account: string) =>
    submitted(browser, signOn.webmail, { account: DORA }, { account }, {});

  beforeAll(async () => {
    const { layout, plan } = suite.installation;
    const out = createOutput({ json: true, stdout: new PassThrough(), stderr: new PassThrough() });
    const { signal } = new AbortController();
    const globals = { config: layout.clientConfig, timeout: 20 };
    signOn = await openSingleSignOn({ out, signal, globals }, plan.singleSignOn, pagesUrl(plan));
    await signOn.setUp({ accounts: [DORA], stranger: LUCA });
    await applyRule('campus.example');
  });
  afterAll(() => signOn?.close());

  it('lets a browser in, and nobody whom the provider may not name', async () => {
    expect(await webmail(openBrowser(), DORA)).toContain('<h1>Signed in</h1>');
    const refused = await webmail(openBrowser(), LUCA);
    expect(refused).toContain('<h1>Sign-in failed</h1>');
    const [, reference] = /Sign-in failed\. Reference: ([^<]*)/.exec(refused) ?? [];
    expect(refused).not.toContain('is not in');
    // The output of a process reaches its log file a little later.
    const line = () =>
      readFileSync(suite.logOf('saml-1'), 'utf8')
        .split('\n')
        .find((text) => text.includes(`"decision":"${reference}"`)) ?? '{}';
    await until('the log has it', () =>
      expect(JSON.parse(line())).toMatchObject({
        check: 'account',
        finding: expect.stringContaining(LUCA),
      }),
    );
  });

  it('lets no browser in with what another has fetched', async () => {
    const [eve, victim] = [openBrowser(), openBrowser()];
    const posted = await eve.submit(
      await eve.submit(await eve.open(signOn.webmail), { account: DORA }),
      { account: DORA },
    );
    await victim.submit(await victim.open(signOn.webmail), { account: DORA });
    expect((await victim.submit(posted)).html).toContain('Sign-in failed');
  });

  it('lets the command line in, by a browser', async () => {
    const { layout } = suite.installation;
    const main = join(packageRoot, 'dist/cli/main.js');
    const child = spawn(process.execPath, [
      ...[main, 'authorize', DORA, 'WebUI', '192.0.2.80', '--saml', '--home', layout.home],
    ]);
    const said = { out: '', err: '' };
    child.stdout.on('data', (text) => (said.out += text));
    const page = new Promise<string>((resolve) => {
      child.stderr.on('data', (text) => {
        said.err += text;
        const [url] = /http:\S+/.exec(said.err) ?? [];
        if (url !== undefined) resolve(url);
      });
      child.once('close', () => resolve(''));
    });
    const ended = once(child, 'close');
    const browser = openBrowser();
    expect(await submitted(browser, await page, { account: DORA }, {})).toContain('Done');
    expect([await ended, said.out]).toEqual([[0, null], expect.stringMatching(/ALLOW .*web$/ms)]);
  });

  it('listens only on this machine, and answers only signed requests', async () => {
    const { provider } = suite.installation.plan.singleSignOn;
    const at = `127.0.0.1:${provider}`;
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.internal === false && address.family === 'IPv4');
    if (outside !== undefined) {
      await expect(fetch(`http://${outside.address}:${provider}/metadata`)).rejects.toThrow();
    }
    const asAnother = await new Promise<number | undefined>((resolve) => {
      const headers = { host: 'evil.example' };
      get(`http://${at}/metadata`, { headers }, ({ statusCode }) => resolve(statusCode));
    });
    expect(asAnother).toBe(421);
    const mail = suite.client('front-end', 'mail');
    const login = { account: DORA, service: 'SERVICE_WEB_UI', client_ip: '192.0.2.80' };
    const begun = await mail.call(AUTHORIZE, { ...login, begin_saml: true });
    const { redirect_url: right } = begun.saml_login;
    const [unsigned] = right.split('&SigAlg=');
    const exchanged = right.replace('RelayState=', 'RelayState=x');
    const statuses = [right, unsigned, exchanged].map(async (url) => (await fetch(url)).status);
    expect(await Promise.all(statuses)).toEqual([200, 400, 400]);
  });
});
