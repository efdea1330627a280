import { GatepostError } from '../../../libs/errors/index.js';
import type { Log } from '../../../libs/log/index.js';
import { isInteractive, isService, type Service } from '../../../libs/names/services.js';
import type { Located } from '../../../libs/names/true-address.js';
import type { Login } from '../core/attempt.js';
import { isNavigation, type OriginalRequest } from '../core/original-request.js';
import { UNDECIDED } from '../core/outcome.js';
import { type Handle, type HttpAnswer, type HttpRequest, headerOf } from '../listeners/http.js';
import type { ProtocolParts } from './protocol.js';
import { answerOf, json, letIn } from './web/answers.js';
import { DEVICE_COOKIE, SESSION_COOKIE, setCookie } from './web/cookies.js';
import { locateClient, readLogin } from './web/read-request.js';
import { CALLBACK_PATH, LOGOUT_PATH, type SignInPage } from './web/sign-in-page.js';
import type { WebSessions } from './web/web-sessions.js';

export interface ForwardAuthParts extends ProtocolParts {
  /** Where a browser that is not signed in is sent. Undefined: nowhere. */
  readonly signIn: string | undefined;
  /** Undefined: no sessions; every request is decided. */
  readonly sessions: WebSessions | undefined;
  /** The session lifetime to ask for, in seconds; 0 for the document's default. */
  readonly sessionSeconds: number;
  /** Undefined: browsers send a password themselves. */
  readonly page: SignInPage | undefined;
  readonly log: Log;
}

/** One request, and what the proxy says about the browser's request. */
interface Asked {
  readonly request: HttpRequest;
  readonly original: OriginalRequest;
  readonly located: Located;
}

const DEVICE_COOKIE_SECONDS = 400 * 86_400;

/**
 * Forward authentication for nginx's `auth_request`, Traefik's `forwardAuth` and Caddy's `forward_auth`. The last
 * segment of the path names the service. Our own paths on the protected host use the same listener, asked about or
 * passed on.
 */
export function forwardAuth(parts: ForwardAuthParts): Handle {
  return async (request) => {
    const asked = {
      ...{ request, original: originalOf(request) },
      located: locateClient(request, parts.isTrusted),
    };
    try {
      return (await ownWay(parts, asked)) ?? (await answerFor(parts, asked));
    } catch (error) {
      if (!(error instanceof GatepostError)) throw error;
      parts.log.warn('policy could not be asked about a web session', { error });
      return answerOf(parts, UNDECIDED, 'WebUI');
    }
  };
}

async function answerFor(parts: ForwardAuthParts, asked: Asked): Promise<HttpAnswer> {
  const { path } = asked.request;
  const service = path.slice(path.lastIndexOf('/') + 1);
  if (!isService(service)) return { status: 404, body: `no service is called so\n` };
  const { page } = parts;
  return (
    (await letInSignedIn(parts, asked, service)) ??
    (page?.settings.service === service
      ? await sendToSignIn(parts, page, asked)
      : await decideLogin(parts, asked, service))
  );
}

/** Allows a request with a valid session. Undefined if there is none. Programs send their password each time. */
async function letInSignedIn(
  parts: ForwardAuthParts,
  { request, located }: Asked,
  service: Service,
): Promise<HttpAnswer | undefined> {
  const { sessions, page, serves } = parts;
  if (sessions === undefined || !isInteractive(service) || located.kind !== 'located') {
    return undefined;
  }
  const settings = page?.settings.service === service ? page.settings : undefined;
  // For the service of the sign-in page, the client's own Authorization header is ignored.
  if (settings === undefined && request.headers.authorization !== undefined) return undefined;
  const wanted = {
    ...{ service, client: settings?.client ?? '' },
    address: located.address.client,
  };
  const { headers } = request;
  const signedIn = await sessions.find(headers.cookie, wanted);
  if (signedIn === undefined || !serves(signedIn.account, service)) return undefined;
  const { account } = signedIn;
  if (settings?.backend !== 'basic') return letIn(account, headers.cookie);
  // Basic ends a name at its first colon (RFC 7617 section 2): the mail server would read another account.
  if (account.includes(':')) return json(403, NAME_WITH_COLON, {});
  const token = (await signedIn.mailToken())?.token;
  if (token === undefined) return undefined;
  const credentials = Buffer.from(`${account}:${token}`).toString('base64');
  return letIn(account, headers.cookie, { Authorization: `Basic ${credentials}` });
}

const NAME_WITH_COLON = {
  reason: 'NAME_WITH_COLON',
  message: 'An account with a colon in its name cannot be signed in here.',
};

async function sendToSignIn(
  parts: ForwardAuthParts,
  page: SignInPage,
  { request, original, located }: Asked,
): Promise<HttpAnswer> {
  const { service } = page.settings;
  if (located.kind !== 'located') return refuseUnlocated(parts, located, service);
  const { headers } = request;
  if (!isNavigation(original, (name) => headerOf(headers, name))) {
    return json(401, SIGN_IN_FIRST, { 'WWW-Authenticate': `Gatepost realm="${service}"` });
  }
  return page.leave(original, headers.cookie);
}

const SIGN_IN_FIRST = { reason: 'SIGN_IN', message: 'Sign in first.' };

async function decideLogin(
  parts: ForwardAuthParts,
  { request, located }: Asked,
  service: Service,
): Promise<HttpAnswer> {
  const sessions = isInteractive(service) ? parts.sessions : undefined;
  const login = readLogin(request, service);
  const wantsSession = sessions !== undefined && login.proof.kind === 'password';
  const remember = wantsSession
    ? { deviceLabel: '', ...login.remember, sessionSeconds: parts.sessionSeconds }
    : login.remember;
  const outcome = await parts.decide({ ...login, remember }, located);
  if (outcome.kind !== 'allow') return answerOf(parts, outcome, service);
  const { session, deviceToken } = outcome;
  // A session whose sign-in was carried by trust is only valid at the same address.
  const isBound = outcome.bindToIp || outcome.validUntil !== undefined;
  const client = located.kind === 'located' ? located.address.client : '';
  const cookies = [
    session && sessions?.keep(session, isBound ? client : undefined),
    deviceToken && setCookie(DEVICE_COOKIE, deviceToken, DEVICE_COOKIE_SECONDS),
  ].filter((cookie): cookie is string => cookie !== undefined && cookie !== '');
  return letIn(outcome.account, request.headers.cookie, {
    ...(cookies.length > 0 ? { 'Set-Cookie': cookies } : {}),
  });
}

/** Handles the return from the sign-in page, and signing out. Undefined for any other path. */
async function ownWay(
  parts: ForwardAuthParts,
  { request, original, located }: Asked,
): Promise<HttpAnswer | undefined> {
  const { sessions, page, serves } = parts;
  const [path = '', query = ''] = splitOnce(original.target ?? '');
  const isBack = path === CALLBACK_PATH && page !== undefined && original.method === 'GET';
  if (sessions === undefined || (!isBack && path !== LOGOUT_PATH)) return undefined;
  const service = page?.settings.service ?? 'WebUI';
  if (located.kind !== 'located') return refuseUnlocated(parts, located, service);
  const { headers } = request;
  if (isBack) {
    return page.arrive(new URLSearchParams(query), headers.cookie, (account) =>
      serves(account, service),
    );
  }
  // Another site must not be able to sign a person out.
  if (headerOf(headers, 'sec-fetch-site') === 'cross-site') return { status: 403 };
  await sessions.end(headers.cookie);
  return signedOut(page?.signedOut ?? parts.signIn, isHandedOn(request));
}

/** A proxy that asks takes 200 as allowed, so only a request that was passed on gets 200. */
function signedOut(where: string | undefined, handedOn: boolean): HttpAnswer {
  const headers = { 'Cache-Control': 'no-store', 'Set-Cookie': setCookie(SESSION_COOKIE, '', 0) };
  if (where !== undefined) return { status: 303, headers: { ...headers, Location: where } };
  return { status: handedOn ? 200 : 403, headers, body: 'Signed out.\n' };
}

/** If the address is unknown or false, nothing is decided, and the claim is recorded. */
async function refuseUnlocated(
  parts: ForwardAuthParts,
  located: Located,
  service: Service,
): Promise<HttpAnswer> {
  const login: Login = { account: '', service, proof: { kind: 'none' } };
  return answerOf({ signIn: undefined }, await parts.decide(login, located), service);
}

/** As stated by the proxy. A request that is passed on is the browser's own. */
function originalOf(request: HttpRequest): OriginalRequest {
  const { method, path, rawQuery, headers } = request;
  if (isHandedOn(request)) return { method, target: `${path}?${rawQuery}` };
  return {
    method: headerOf(headers, 'x-forwarded-method') ?? '',
    target: headerOf(headers, 'x-forwarded-uri'),
  };
}

const OWN_WAYS = '/.gatepost/';

function isHandedOn({ path }: HttpRequest): boolean {
  return path.startsWith(OWN_WAYS);
}

function splitOnce(target: string): string[] {
  const at = target.indexOf('?');
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)];
}
