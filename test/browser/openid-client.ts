import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { Page } from 'playwright-core';
import { makeSelfSigned } from '../../libs/certificates/index.js';
import type { BrowserStage, Person } from './stage.js';

/** The client's callback. No server is there: the test catches the browser's request. */
export const CALLBACK = 'https://webmail.example/callback';
const DAY = 86_400_000;
const CLIENTS = 'gatepost.policy.v1.ClientAdminService';

export interface RegisteredClient {
  readonly id: string;
  /** Empty for a public client. */
  readonly secret: string;
}

/** Registers a client, and waits until portal knows it. */
export async function register(
  stage: Pick<BrowserStage, 'origin' | 'admin'>,
  id: string,
  oidc: object = {},
  domains: readonly string[] = ['w.tld'],
): Promise<RegisteredClient> {
  const client = {
    ...{ id, name: 'Webmail', service: 'SERVICE_WEB_UI', domains },
    networks: ['127.0.0.0/8'],
    oidc: {
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: ['https://webmail.example/bye'],
      ...oidc,
    },
  };
  const { secret } = await stage.admin.call(`${CLIENTS}/PutClient`, { client });
  const probe = authorizeUrl(stage, { id, secret });
  for (let tries = 0; tries < 100; tries += 1) {
    // Each replica learns of the client separately.
    const answers = await Promise.all([0, 1, 2, 3].map(() => fetch(probe, { redirect: 'manual' })));
    if (answers.every(({ status }) => status === 303)) return { id, secret };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`portal does not know ${id}`);
}

export const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** The address of a client's request. `change` replaces parameters; undefined removes one. */
export function authorizeUrl(
  { origin }: Pick<BrowserStage, 'origin'>,
  { id }: RegisteredClient,
  change: Readonly<Record<string, string | undefined>> = {},
): string {
  const params = {
    ...{ client_id: id, response_type: 'code', scope: 'openid email offline_access' },
    ...{ redirect_uri: CALLBACK, state: 'the-state', nonce: 'the-nonce' },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) query.set(name, value);
  }
  return `${origin}/openid/authorize?${query}`;
}

/** The webmail's host, which the stage's browser finds on this machine. */
export interface WebmailHost {
  /** Resolves with the query of the next request to the callback. */
  arrival(): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/** Serves `https://webmail.example` to the stage's browser. The caller closes it. */
export async function openWebmailHost({ webmailPort }: BrowserStage): Promise<WebmailHost> {
  let arrived: (query: URLSearchParams) => void = () => undefined;
  const now = Date.now();
  const of = {
    name: 'webmail.example',
    bits: 2048 as const,
    notBefore: now - DAY,
    notAfter: now + DAY,
  };
  const { certificate, privateKey } = await makeSelfSigned(of);
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', CALLBACK);
    if (pathname === '/callback') arrived(searchParams);
    response.setHeader('content-type', 'text/html');
    response.end('<title>webmail</title><h1>webmail</h1>');
  });
  await new Promise<void>((resolve) => server.listen(webmailPort, '127.0.0.1', resolve));
  return {
    arrival: () =>
      new Promise((resolve) => {
        arrived = resolve;
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Signs in at the pages, as a person does. */
export async function signIn(stage: BrowserStage, page: Page, person: Person): Promise<void> {
  await page.fill('#account', person.account);
  await page.fill('#password', person.password);
  await page.locator('main button[type=submit]').first().click();
  await page.fill('#code', stage.code(person.apps[0] as Person['apps'][number]));
  await page.locator('main button[type=submit]').first().click();
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  readonly body: any;
}

/** Makes one request of the client itself, with its secret in the form, as Roundcube does. */
export async function askAs(
  { origin }: Pick<BrowserStage, 'origin'>,
  { id, secret }: RegisteredClient,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const credentials = secret === '' ? { client_id: id } : { client_id: id, client_secret: secret };
  const body = new URLSearchParams({ ...credentials, ...form });
  const answer = await fetch(`${origin}${path}`, { method: 'POST', body });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Redeems a code as its client. `change` replaces fields of the form. */
export const redeem = (
  stage: BrowserStage,
  client: RegisteredClient,
  code: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  askAs(stage, client, '/openid/token', {
    ...{ grant_type: 'authorization_code', code, redirect_uri: CALLBACK },
    ...{ code_verifier: VERIFIER, ...change },
  });

/** Presents a refresh token as its client. */
export const refresh = (stage: BrowserStage, client: RegisteredClient, token: string) =>
  askAs(stage, client, '/openid/token', { grant_type: 'refresh_token', refresh_token: token });

/** Opens IMAP with a token in place of the password. */
export async function openImap(stage: BrowserStage, account: string, secret: string) {
  const answer = await stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    ...{ account, service: 'SERVICE_IMAP', client_ip: '127.0.0.1' },
    password: Buffer.from(secret),
  });
  return `${answer.decision} ${answer.reason}`;
}
