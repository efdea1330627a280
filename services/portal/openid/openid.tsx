import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Allowance } from '../../../libs/allowance/index.js';
import type { Clock } from '../../../libs/clock/index.js';
import type { Log } from '../../../libs/log/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { CONSOLE_CLIENT } from '../../../libs/names/console-client.js';
import {
  asSecret,
  contentSecurityPolicy,
  SECURITY_HEADERS,
  show,
} from '../../../libs/web/index.js';
import { type Site, serves } from '../core/site.js';
import { readCookies } from '../http/cookies.js';
import type { Arrival, Destination } from '../http/parts.js';
import { makeVisit, type VisitParts } from '../http/visit.js';
import { NoticePage, SignOutPage } from '../pages/status.js';
import type { BrowserSessions } from '../ports/browser-sessions.js';
import type { ClientLogouts } from '../ports/client-logouts.js';
import type { Clients } from '../ports/clients.js';
import type { OpenidStore, SigningKeys, Subjects } from '../ports/openid.js';
import type { Sessions } from '../ports/policy.js';
import { type Carried, carried, withCarried } from './carried.js';
import { postAsGet } from './post-as-get.js';
import {
  createProvider,
  GRANTED_SCOPE,
  type ProviderParts,
  readForm,
  type SignOutForm,
} from './provider.js';
import { timesOf } from './times.js';

export interface OpenidParts {
  readonly sites: readonly Site[];
  readonly pages: VisitParts;
  readonly storeOf: (site: Site) => OpenidStore;
  /** Limits what a network may begin. */
  readonly begun: Allowance;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly browsers: BrowserSessions;
  readonly subjects: Subjects;
  readonly logouts: ClientLogouts;
  readonly signingKeys: SigningKeys;
  readonly cookieKey: string;
  readonly log: Log;
  readonly signInPage: ProviderParts['signInPage'];
}

/** OpenID Connect at all of our hosts. Each host is an issuer of its own. */
export interface Openid {
  /** Whether OpenID Connect answers a path. */
  serves(path: string): boolean;
  handle(site: Site, request: IncomingMessage, response: ServerResponse): void;
  /** Goes on with a client's request after the person signed in. */
  arrive(
    site: Site,
    arrival: Arrival<{ kind: 'openid'; client: string; uid: string; browser: string }>,
  ): Promise<Destination | undefined>;
  /** Loads keys that were made since. A job calls this. */
  refreshKeys(): Promise<void>;
}

/** Pages to which a client may send a browser by a form. */
const FORMS_OF_CLIENTS = new Set(['/openid/authorize', '/openid/sign-out']);
const PATHS = /^\/(openid\/|\.well-known\/openid-configuration$)/;

/** @throws GatepostError if the keys cannot be read */
export async function openOpenid(parts: OpenidParts): Promise<Openid> {
  const providers = new Map<Site, Provider>();
  let kids = '';

  async function refreshKeys(): Promise<void> {
    const keys = await parts.signingKeys.current();
    const now = keys.map(({ kid }) => kid).join();
    if (now === kids) return;
    kids = now;
    // A provider keeps all its state in the database, so a new one goes on where the old one was.
    for (const site of parts.sites) {
      providers.set(
        site,
        hook(createProvider({ ...providerParts(site, parts), keys }), site, parts),
      );
    }
  }

  await refreshKeys();
  const providerOf = (site: Site): Provider => providers.get(site) as Provider;
  return {
    serves: (path) => PATHS.test(path),
    refreshKeys,
    handle(site, request, response) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      response.setHeader('Content-Security-Policy', contentSecurityPolicy());
      // Forwarding headers of a client's proxy are ignored.
      delete request.headers['x-forwarded-host'];
      request.headers['x-forwarded-proto'] = site.isSecure ? 'https' : 'http';
      const [path = ''] = (request.url ?? '').split('?', 1);
      if (request.method === 'POST' && FORMS_OF_CLIENTS.has(path)) {
        void postAsGet(request, response, path);
        return;
      }
      const answer = providerOf(site).callback();
      const begunBy = parts.pages.addresses.quotaOwnerOf(request);
      void withCarried(carriedOf(site, request, begunBy, parts), () => answer(request, response));
    },
    async arrive(site, { flow, account, sessionUntil }) {
      const provider = providerOf(site);
      const request = { headers: {} } as IncomingMessage;
      const context = { ...carriedOf(site, request, undefined, parts), sessionUntil };
      return withCarried(context, async () => {
        const interaction = await provider.Interaction.find(flow.uid);
        if (interaction === undefined) return undefined;
        const accountId = await parts.subjects.of(account);
        const grant = new provider.Grant({ accountId, clientId: flow.client });
        grant.addOIDCScope(GRANTED_SCOPE);
        const grantId = await grant.save();
        interaction.result = { login: { accountId }, consent: { grantId } };
        await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
        return { href: interaction.returnTo, isElsewhere: false };
      });
    },
  };
}

function carriedOf(
  site: Site,
  request: IncomingMessage,
  begunBy: string | undefined,
  { browsers }: OpenidParts,
): Carried {
  const cookie = asSecret(readCookies(request.headers.cookie)(site, 'session'));
  return {
    ...{ request, begunBy },
    async sessionOf(client) {
      const session = cookie === undefined ? undefined : await browsers.find(cookie, client);
      // A cookie copied from another host signs in nobody whose domain does not sign in here.
      return session && serves(site, domainOfAccount(session.account)) ? session : undefined;
    },
    sessionSecret: undefined,
    sessionUntil: undefined,
    validSession: undefined,
    predecessor: undefined,
  };
}

function providerParts(site: Site, parts: OpenidParts) {
  const { storeOf, clients, sessions, subjects, logouts, cookieKey, signInPage, pages } = parts;
  const visitOf = (ctx: KoaContextWithOIDC) => makeVisit(ctx as unknown as Context, site, pages);
  return {
    ...{ site, clients, sessions, subjects, logouts, cookieKey, signInPage },
    ...{ store: storeOf(site), begun: parts.begun, times: timesOf(parts.clock) },
    now: () => parts.clock.now(),
    addressOf: (ctx: KoaContextWithOIDC) => visitOf(ctx).visitor.address.client,
    async showError(ctx: KoaContextWithOIDC, error: Error) {
      const { t, look } = visitOf(ctx);
      const what = wordOf(error);
      const lines = [t(`${what}-text`), ...(what === 'undecided' ? [] : [t('begin-again-text')])];
      // The client's address is not known here, so the page links to the person's home page.
      const action = { href: '/', text: t('my-nav') };
      const props = { look: await look(), title: t(`${what}-title`), lines, action };
      show(ctx as unknown as Context, <NoticePage {...props} isAlert />, ctx.status);
    },
    async showSignOut(ctx: KoaContextWithOIDC, { action, xsrf, goesTo }: SignOutForm) {
      const { look } = visitOf(ctx);
      ctx.set('Content-Security-Policy', contentSecurityPolicy(goesTo));
      const page = <SignOutPage look={await look()} action={action} xsrf={xsrf} />;
      show(ctx as unknown as Context, page);
    },
  };
}

function wordOf({ name }: Error): 'out-of-date' | 'undecided' | 'bad-request' {
  if (name === 'SessionNotFound') return 'out-of-date';
  return name === 'TemporarilyUnavailable' ? 'undecided' : 'bad-request';
}

/** The origin that an answer is posted to (OAuth 2.0 Form Post Response Mode). Undefined for any other answer. */
function clientPostedTo({ oidc, type }: KoaContextWithOIDC): string | undefined {
  const { response_mode: mode, redirect_uri: uri } = oidc.params ?? {};
  if (mode !== 'form_post' || typeof uri !== 'string' || type !== 'text/html') return undefined;
  return oidc.client?.redirectUriAllowed(uri) ? new URL(uri).origin : undefined;
}

/** Lets the answer's form post itself to the client, and nowhere else. */
function letPostTo(ctx: KoaContextWithOIDC, origin: string | undefined): void {
  if (origin === undefined) return;
  const header = 'Content-Security-Policy';
  const policy = String(ctx.response.get(header));
  ctx.set(header, policy.replace("form-action 'self'", `form-action ${origin}`));
}

/**
 * Gives the console its administrator's tickets with its tokens. No other client can use them, not even one that is
 * registered under the console's name.
 */
async function giveAdministratorsTickets(
  ctx: KoaContextWithOIDC,
  sessions: Sessions,
): Promise<void> {
  const { sessionSecret } = carried();
  const isConsole = ctx.oidc.client?.clientId === CONSOLE_CLIENT;
  if (!isConsole || ctx.status !== 200 || sessionSecret === undefined) return;
  Object.assign(ctx.body as object, await sessions.administer(sessionSecret));
}

/** Also ends the sessions behind this browser's sign-ins when a client signs a person out. */
function hook(provider: Provider, site: Site, parts: OpenidParts): Provider {
  const { browsers, sessions, log } = parts;
  const { showSignOut } = providerParts(site, parts);
  provider.on('server_error', (_ctx, error) => log.error('OpenID Connect failed', { error }));
  provider.on('backchannel.error', (_ctx, error, client) =>
    log.warn('a client could not be told of a sign-out', { error, client: client.clientId }),
  );
  provider.use(async (ctx, next) => {
    await next();
    const openid = ctx as unknown as KoaContextWithOIDC;
    const { oidc } = openid;
    // Without a session, oidc-provider's form would post itself and sign the browser out without asking.
    if (oidc?.route === 'end_session' && ctx.status === 200 && !oidc.session?.accountId) {
      return showSignOut(openid, readForm(openid, String(ctx.body)));
    }
    if (oidc?.route === 'token') await giveAdministratorsTickets(openid, sessions);
    if (oidc !== undefined) letPostTo(openid, clientPostedTo(openid));
    if (oidc?.route !== 'end_session_confirm' || oidc.params?.logout === undefined) return;
    // A refusal was already shown, and is no error here. Success redirects the browser.
    if (ctx.status !== 303) return;
    const cookie = asSecret(readCookies(carried().request.headers.cookie)(site, 'session'));
    if (cookie === undefined) return;
    for (const { sessionSecret } of await browsers.end(cookie)) {
      if (sessionSecret !== undefined) await sessions.end(sessionSecret);
    }
  });
  return provider;
}
