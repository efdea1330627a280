import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { parse } from 'yaml';
import { until } from '../../libs/testing/until.js';
import { portalSettings as portalSchema } from '../../services/portal/config.js';
import { type BrowserStage, openBrowserStage } from '../browser/stage.js';
import { type Dovecot, startDovecot } from '../front-ends/servers/dovecot.js';
import { type Postfix, startPostfix } from '../front-ends/servers/postfix.js';
import { claimServerPorts } from '../front-ends/servers/program.js';
import { commandLines } from '../suite/command-lines.js';
import { runCliHere } from '../suite/run-cli-here.js';
import type { SuiteOptions } from '../suite/start-suite.js';
import { edgeListener, here, policy, portalSettings, submission } from './documented.js';
import { makeWebCertificate, type WebCertificate } from './web-server.js';

/** Gatepost, Dovecot and Postfix behind a webmail, and a person's browser. */
export interface WebmailStage extends BrowserStage {
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  /** The certificate of the web server in front of the webmails. */
  readonly certificate: WebCertificate;
  /** The secret that nginx sends to edge's listeners. */
  readonly secret: string;
  /** Port of edge's listener for a protected host. */
  listenerOf(client: string): number;
  /** Port of edge's listener for a Dovecot 2.4. */
  readonly passdb: number;
  readonly introspection: number;
  /** A block of the page, with this machine's names and addresses. */
  here(block: string): string;
  /** Runs the command lines of a block. Returns what they print, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  follow(block: string): Promise<any>;
  /** Applies a document for w.tld. */
  apply(document: string): Promise<void>;
  /** The page's document. */
  readonly document: string;
  /** Puts a mail into a mailbox. */
  deliver(account: string, subject: string, text: string): void;
  open(): Promise<{ context: BrowserContext; page: Page }>;
}

/** The ids in Dovecot's userdb. */
const [NOBODY, NOGROUP] = [65534, 65534];

/** @param hosts clients whose hosts `https://<client>.example` edge protects */
export async function openWebmailStage(
  { hosts = [] }: { hosts?: readonly string[] } = {},
  options: SuiteOptions = {},
): Promise<WebmailStage> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-webmail-'));
  const secret = randomBytes(16).toString('hex');
  const secretFile = join(dir, 'secret');
  writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
  const [passdb = 0, introspection = 0, ...listeners] = await claimServerPorts(2 + hosts.length);
  const certificate = await makeWebCertificate();
  process.env.NODE_EXTRA_CA_CERTS = certificate.cert;
  const dovecot = await startDovecot({
    ...{ kind: 'lua', url: `http://127.0.0.1:${passdb}/passdb`, secret },
  });
  const postfix = await startPostfix({
    mainCf: submission.replace('127.0.0.1:7280', `127.0.0.1:${dovecot.saslPort}`),
    delivers: { domain: 'w.tld', to: dovecot.mailboxes },
  });
  const known = {
    ...{ 'secret-file': secretFile, domains: ['*'], 'trusted-proxies': ['127.0.0.1/32'] },
    services: ['Imap', 'Smtp'],
  };
  // The page's settings must parse as the service parses them.
  portalSchema.pick({ hosts: true, http: true }).parse(parse(portalSettings));
  const stopServers = async () => {
    await postfix.stop();
    await dovecot.stop();
    certificate.remove();
    delete process.env.NODE_EXTRA_CA_CERTS;
    rmSync(dir, { recursive: true, force: true });
  };
  const stage = await openBrowserStage((signIn) => ({
    ...options,
    edge: {
      listeners: [
        {
          ...{ protocol: 'dovecot-passdb', name: 'dovecot', listen: `127.0.0.1:${passdb}` },
          ...known,
        },
        {
          ...{ protocol: 'introspection', name: 'introspection' },
          ...{ listen: `127.0.0.1:${introspection}`, ...known },
        },
        ...hosts.map((host, index) => {
          const block = here(edgeListener, { signIn }).replaceAll('sogo', host);
          const [listener] = parse(block).listeners;
          const own = { listen: `127.0.0.1:${listeners[index]}`, 'secret-file': secretFile };
          return { ...listener, ...own };
        }),
      ],
    },
  })).catch(async (error) => {
    await stopServers();
    throw error;
  });
  const onThisMachine = (block: string) => here(block, { signIn: stage.origin });
  const cli = async (argv: readonly string[]) => {
    const { home } = stage.suite.installation.layout;
    const { exit, out, err } = await runCliHere([...argv, '--json', '--home', home]);
    if (exit !== 0) throw new Error(`gatepost ${argv.join(' ')}: ${err}`);
    return JSON.parse(out);
  };
  const webmail: WebmailStage = {
    ...stage,
    ...{ dovecot, postfix, certificate, secret, passdb, introspection },
    listenerOf: (client) => listeners[hosts.indexOf(client)] ?? 0,
    here: onThisMachine,
    async follow(block) {
      const [[, ...argv] = []] = commandLines(onThisMachine(block));
      const said = await cli(argv);
      await until('portal knows the client', () => isKnown(stage, argv[3] ?? '', said));
      return said;
    },
    async apply(document) {
      const file = join(dir, 'w.tld.yaml');
      writeFileSync(file, document);
      await cli(['policy', 'apply', file]);
    },
    document: `domain: w.tld\n${onThisMachine(policy)}`,
    deliver(account, subject, text) {
      const head = `From: office@w.tld\nTo: ${account}\nSubject: ${subject}\nMessage-ID: <${randomUUID()}@w.tld>\n`;
      const maildir = join(dovecot.mailboxes, account);
      const file = join(maildir, 'new', randomUUID());
      for (const name of ['', 'tmp', 'new', 'cur']) {
        mkdirSync(join(maildir, name), { recursive: true });
        chownSync(join(maildir, name), NOBODY, NOGROUP);
      }
      writeFileSync(file, `${head}Date: Sat, 28 Nov 2026 12:00:00 +0000\n\n${text}\n`);
      chownSync(file, NOBODY, NOGROUP);
    },
    async open() {
      const context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
      context.setDefaultTimeout(60_000);
      return { context, page: await context.newPage() };
    },
    async close() {
      await stage.close();
      await stopServers();
    },
  };
  await webmail.apply(webmail.document);
  return webmail;
}

/** Each replica learns of the client separately. */
async function isKnown(
  { origin }: BrowserStage,
  id: string,
  said: { client: { host?: string; oidc?: { redirect_uris: string[] } } },
): Promise<boolean> {
  const redirect = said.client.oidc?.redirect_uris[0];
  const query = new URLSearchParams({
    ...{ client_id: id, response_type: 'code', scope: 'openid', redirect_uri: redirect ?? '' },
    ...{ code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' },
  });
  const probe =
    redirect === undefined
      ? `${origin}/forward?client=${id}&binding=${'b'.repeat(43)}&state=s`
      : `${origin}/openid/authorize?${query}`;
  const asked = [0, 1, 2, 3].map(() => fetch(probe, { redirect: 'manual' }));
  return (await Promise.all(asked)).every(({ status }) => status === 303);
}
