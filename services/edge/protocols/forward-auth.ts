import { isInteractive, isService, type Service } from '../../../libs/names/services.js';
import { hopsOfForwardedFor, type Located, locate } from '../../../libs/names/true-address.js';
import type { Login, SecondFactor, Wish } from '../core/attempt.js';
import { readBasic } from '../core/basic.js';
import { cutText, octetsOf, textOf } from '../core/escapes.js';
import type { Denied, Outcome } from '../core/outcome.js';
import { type Handle, type HttpAnswer, type HttpRequest, headerOf } from '../listeners/http.js';
import type { ProtocolParts } from './protocol.js';
import { cookieOf, type Sessions } from './sessions.js';

export interface ForwardAuthParts extends ProtocolParts {
  /** Where people sign in, for a browser that is not signed in yet; absent: nowhere to send it. */
  readonly signIn: string | undefined;
  /** Absent: no session, every request is decided. */
  readonly sessions: Sessions | undefined;
}

const DEVICE_COOKIE = 'gatepost_device';
const DEVICE_COOKIE_SECONDS = 400 * 86_400;
/** No document offers more. */
const TEN_YEARS_S = 315_360_000;

/**
 * Forward authentication, as nginx's `auth_request`, Traefik's `forwardAuth` and Caddy's
 * `forward_auth` ask it: the last segment of the path names the service.
 */
export function forwardAuth(parts: ForwardAuthParts): Handle {
  const { decide, isTrusted } = parts;
  return async (request) => {
    const service = request.path.slice(request.path.lastIndexOf('/') + 1);
    if (!isService(service)) return { status: 404, body: `no service is called so\n` };
    // A program sends its password with each request; a browser should not have to.
    const sessions = isInteractive(service) ? parts.sessions : undefined;
    const located = locateClient(request, isTrusted);
    const login = readLogin(request, service);
    const { headers } = request;
    if (login.proof.kind === 'none' && located.kind === 'located' && sessions !== undefined) {
      const account = await sessions.find(headers.cookie, service, located.address.client);
      if (account !== undefined) return { status: 200, headers: { 'X-Gatepost-Account': account } };
    }
    const asked = sessions?.now() ?? 0;
    const outcome = await decide(login, located);
    const cookies = await cookiesFor(sessions, asked, outcome, service, located);
    return answerOf(parts, outcome, service, cookies);
  };
}

export function locateClient(
  { connection, headers }: Pick<HttpRequest, 'connection' | 'headers'>,
  isTrusted: ProtocolParts['isTrusted'],
): Located {
  const forwarded = headers['x-forwarded-for'];
  const header = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  const last = connection.at(-1);
  if (last === undefined) return { kind: 'unreadable', claimed: '' };
  const hops = [...connection.slice(0, -1), ...hopsOfForwardedFor(last, header)];
  return locate(hops, isTrusted, connection.length);
}

/** Basic credentials, and beside them what a sign-in page can add. */
export function readLogin({ headers }: Pick<HttpRequest, 'headers'>, service: Service): Login {
  const basic = readBasic(headers.authorization);
  return {
    account: basic?.account ?? '',
    service,
    proof: basic ? { kind: 'password', bytes: basic.password } : { kind: 'none' },
    second: readSecond(headers),
    remember: readWish(headers),
    deviceToken: deviceTokenOf(headers.cookie),
    userAgent: headers['user-agent'],
  };
}

/** What cannot be a token is none. */
function deviceTokenOf(cookies: string | undefined): string | undefined {
  const token = cookieOf(cookies, DEVICE_COOKIE) ?? '';
  return /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

function readSecond(headers: HttpRequest['headers']): SecondFactor | undefined {
  const code = codeOf(headers, 'x-gatepost-otp');
  const named = headerOf(headers, 'x-gatepost-authenticator') ?? '';
  const authenticatorId = Buffer.byteLength(named) > LONGEST ? '' : named;
  if (code !== undefined) return { kind: 'code', code, authenticatorId };
  const recovery = codeOf(headers, 'x-gatepost-recovery-code');
  return recovery === undefined ? undefined : { kind: 'recovery-code', code: recovery };
}

/** In octets: of a code, an authenticator's id, a device's label; see AuthorizeRequest. */
const LONGEST = 64;

/** A code as people type it: white space and hyphens do not count. What is too long is a wrong one. */
function codeOf(headers: HttpRequest['headers'], name: string): string | undefined {
  const typed = headerOf(headers, name)?.replace(/[\s-]+/g, '');
  return typed === undefined || typed === '' ? undefined : cutText(typed, LONGEST);
}

/** `ip=3600`, `device=0`, or both with a comma: seconds, 0 for the document's default. */
function readWish(headers: HttpRequest['headers']): Wish | undefined {
  const text = headerOf(headers, 'x-gatepost-remember');
  if (text === undefined) return undefined;
  const wish = { ip: undefined as number | undefined, device: undefined as number | undefined };
  for (const part of text.split(',')) {
    const [, kind, seconds] = /^\s*(ip|device)=(\d{1,9})\s*$/.exec(part) ?? [];
    if (kind === 'ip' || kind === 'device') wish[kind] = Math.min(Number(seconds), TEN_YEARS_S);
  }
  // What cannot be read asks for nothing, and costs nobody the login.
  if (wish.ip === undefined && wish.device === undefined) return undefined;
  const label = textOf(octetsOf(headerOf(headers, 'x-gatepost-device-label') ?? ''));
  return {
    ipSeconds: wish.ip,
    deviceSeconds: wish.device,
    deviceLabel: cutText(label, LONGEST),
  };
}

async function cookiesFor(
  sessions: Sessions | undefined,
  asked: number,
  outcome: Outcome,
  service: Service,
  located: Located,
): Promise<string[]> {
  if (outcome.kind !== 'allow' || located.kind !== 'located') return [];
  const session = await sessions?.issue(outcome, service, located.address.client, asked);
  const device =
    outcome.deviceToken === undefined
      ? undefined
      : setCookie(DEVICE_COOKIE, outcome.deviceToken, DEVICE_COOKIE_SECONDS);
  return [session && setCookie(session.name, session.value, session.seconds), device].filter(
    (cookie) => cookie !== undefined,
  );
}

function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** What a protocol that hands a denial on to the browser answers. */
export function answerOf(
  { signIn }: Pick<ForwardAuthParts, 'signIn'>,
  outcome: Outcome,
  service: Service,
  cookies: readonly string[] = [],
): HttpAnswer {
  switch (outcome.kind) {
    case 'allow':
      return {
        status: 200,
        headers: {
          'X-Gatepost-Account': outcome.account,
          ...(cookies.length > 0 ? { 'Set-Cookie': cookies } : {}),
        },
      };
    case 'challenge': {
      const { message, missing, offers, authenticators } = outcome;
      const body = { message, missing, trust_offers: offers, authenticators };
      return json(401, body, askAgain(service, signIn));
    }
    case 'deny':
      return ASK_AGAIN.has(outcome.reason)
        ? json(401, denialOf(outcome), askAgain(service, signIn))
        : json(403, denialOf(outcome), {});
    case 'limited': {
      const { message, retryAfterSeconds } = outcome;
      const body = { reason: 'RATE_LIMITED', message };
      return json(429, body, { 'Retry-After': `${retryAfterSeconds}` });
    }
    case 'undecided':
      return json(503, { message: outcome.message }, { 'Retry-After': '10' });
    default:
      return outcome satisfies never;
  }
}

/** Something else may be right: ask again. What cannot be mended by asking: 403. */
const ASK_AGAIN = new Set([
  'BAD_REQUEST',
  'BAD_CREDENTIALS',
  'BAD_SECOND_FACTOR',
  'CANNOT_CHALLENGE',
  'WRONG_CREDENTIAL_FOR_SERVICE',
]);

function denialOf({ reason, message }: Denied): object {
  return { reason, message };
}

/**
 * A 401 names a way to sign in (RFC 9110 section 11.6.1). Where there is a page to sign in at, it is
 * one that no browser has a dialogue of its own for.
 */
function askAgain(service: Service, signIn: string | undefined): Record<string, string> {
  if (signIn !== undefined && isInteractive(service)) {
    return { Location: signIn, 'WWW-Authenticate': `Gatepost realm="${service}"` };
  }
  return { 'WWW-Authenticate': `Basic realm="${service}", charset="UTF-8"` };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>>): HttpAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
    body: `${JSON.stringify(body)}\n`,
  };
}
