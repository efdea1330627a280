import type { Service } from '../../../../libs/names/services.js';
import { hopsOfForwardedFor, type Located, locate } from '../../../../libs/names/true-address.js';
import { isMailToken, type Login, type SecondFactor, type Wish } from '../../core/attempt.js';
import { readBasic } from '../../core/basic.js';
import { cutText, octetsOf, textOf } from '../../core/escapes.js';
import { type HttpRequest, headerOf } from '../../listeners/http.js';
import type { ProtocolParts } from '../protocol.js';
import { cookieOf, DEVICE_COOKIE } from './cookies.js';

/** No document offers a longer time. */
const TEN_YEARS_S = 315_360_000;

/** The client of a request, according to the proxies on the way. */
export function locateClient(
  { connection, headers }: Pick<HttpRequest, 'connection' | 'headers'>,
  isTrusted: ProtocolParts['isTrusted'],
): Located {
  const forwarded = headers['x-forwarded-for'];
  const said = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  const password = readBasic(headers.authorization)?.password;
  // With a mail token the client is the webmail that connects to the proxy, whatever it forwards.
  const isToken = password !== undefined && isMailToken({ kind: 'password', bytes: password });
  const header = isToken ? said?.slice(said.lastIndexOf(',') + 1) : said;
  const last = connection.at(-1);
  if (last === undefined) return { kind: 'unreadable', claimed: '' };
  const told = hopsOfForwardedFor(last, header);
  // The address that the webmail forwards is dropped, because a webmail may be a trusted proxy as well.
  const claimed = isToken && told.length > 2 ? told.slice(0, -1) : told;
  const hops = [...connection.slice(0, -1), ...claimed];
  return locate(hops, isTrusted, connection.length);
}

/** Reads Basic credentials, and the headers that a sign-in page can add. */
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

/** A text that cannot be a token is ignored. */
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

/** The most octets of a code, an authenticator's id and a device's label; see AuthorizeRequest. */
const LONGEST = 64;

/** A code as typed, without white space and hyphens. One that is too long counts as wrong. */
function codeOf(headers: HttpRequest['headers'], name: string): string | undefined {
  const typed = headerOf(headers, name)?.replace(/[\s-]+/g, '');
  return typed === undefined || typed === '' ? undefined : cutText(typed, LONGEST);
}

/** Reads `ip=3600`, `device=0`, or both separated by a comma: seconds, 0 for the document's default. */
function readWish(headers: HttpRequest['headers']): Wish | undefined {
  const text = headerOf(headers, 'x-gatepost-remember');
  if (text === undefined) return undefined;
  const wish = { ip: undefined as number | undefined, device: undefined as number | undefined };
  for (const part of text.split(',')) {
    const [, kind, seconds] = /^\s*(ip|device)=(\d{1,9})\s*$/.exec(part) ?? [];
    if (kind === 'ip' || kind === 'device') wish[kind] = Math.min(Number(seconds), TEN_YEARS_S);
  }
  // An unreadable value asks for nothing and does not fail the login.
  if (wish.ip === undefined && wish.device === undefined) return undefined;
  const label = textOf(octetsOf(headerOf(headers, 'x-gatepost-device-label') ?? ''));
  return {
    ipSeconds: wish.ip,
    deviceSeconds: wish.device,
    deviceLabel: cutText(label, LONGEST),
  };
}
