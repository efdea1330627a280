import type { IncomingHttpHeaders } from 'node:http';
import type { Address, Secret } from '../../../libs/config/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import type { Service } from '../../../libs/names/services.js';
import { type Hop, type Located, locate } from '../../../libs/names/true-address.js';
import { isMailToken, type Login } from '../core/attempt.js';
import { decodePercent, plainLine, textOf } from '../core/escapes.js';
import { type Denied, type Refused, UNDECIDED, withoutChallenge } from '../core/outcome.js';
import { type Handle, type HttpAnswer, type HttpRequest, headerOf } from '../listeners/http.js';
import { locateReport, type ProtocolParts } from './protocol.js';

type MailService = 'Imap' | 'Pop3' | 'Smtp';

const SERVICES: Readonly<Record<string, MailService>> = {
  imap: 'Imap',
  pop3: 'Pop3',
  smtp: 'Smtp',
};

/** The mail server to which nginx passes a session, by domain and service. */
export type Upstreams = (domain: string, service: Service) => Address | undefined;

export interface NginxMailParts extends ProtocolParts {
  readonly upstreams: Upstreams;
  /** The password that nginx sends to the mail server instead of the person's own. */
  readonly upstreamPassword: Secret | undefined;
  /** How long a refused person waits before another try, in ms; 0 closes the connection. */
  readonly waitMs: number;
  /** Whether nginx itself expects PROXY headers from proxies before it. */
  readonly behindProxyProtocol: boolean;
}

/** After this many tries the connection is closed. */
const MOST_TRIES = 5;
/** Leaves room within the 1024 octets of headers that nginx accepts. */
const LONGEST_MESSAGE = 300;

/** The `auth_http` protocol of nginx's mail module. Everything is in headers; nginx ignores the status. */
export function nginxMail(parts: NginxMailParts): Handle {
  const { decide, waitMs } = parts;
  return async ({ headers, connection }: HttpRequest) => {
    const service = SERVICES[headerOf(headers, 'auth-protocol') ?? ''];
    const login = service && readLogin(headers, service);
    if (service === undefined || login === undefined) {
      return refusal(NOT_UNDERSTOOD, service, headers, waitMs);
    }
    // With a mail token, the client is the webmail that connects to nginx.
    const told = isMailToken(login.proof) ? withoutProxied(headers) : headers;
    const outcome = await decide(login, locateClient(parts, told, connection));
    if (outcome.kind === 'allow') return letIn(parts, outcome.account, service, headers);
    return refusal(withoutChallenge(outcome), service, headers, waitMs);
  };
}

const NOT_UNDERSTOOD: Denied = {
  kind: 'deny',
  reason: 'BAD_REQUEST',
  message: 'This way of signing in is not offered: sign in with a password.',
};

function readLogin(headers: IncomingHttpHeaders, service: MailService): Login | undefined {
  const user = headerOf(headers, 'auth-user');
  const password = headerOf(headers, 'auth-pass');
  // The other methods never show a password: apop, cram-md5, external, none.
  if (headerOf(headers, 'auth-method') !== 'plain' || !user || password === undefined) {
    return undefined;
  }
  const version = headerOf(headers, 'auth-ssl-protocol');
  return {
    account: textOf(decodePercent(user)),
    service,
    proof: { kind: 'password', bytes: decodePercent(password) },
    ...(version && { tls: { version, cipher: headerOf(headers, 'auth-ssl-cipher') ?? '' } }),
  };
}

function withoutProxied(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'proxy-protocol-addr': _, ...rest } = headers;
  return rest;
}

/** `Client-Host` is ignored, because the owner of the client's address chooses it in DNS. */
function locateClient(
  { isTrusted, behindProxyProtocol }: NginxMailParts,
  headers: IncomingHttpHeaders,
  connection: readonly Hop[],
): Located {
  const address = headerOf(headers, 'client-ip');
  const proxied = headerOf(headers, 'proxy-protocol-addr');
  const isTaken = isSameAddress(address, proxied);
  if (proxied !== undefined && !behindProxyProtocol && !isTaken) {
    return { kind: 'spoofed', peer: connection.at(-1)?.address ?? '', claimed: proxied };
  }
  if (behindProxyProtocol && proxied === undefined && isTrusted(address ?? '')) {
    // The proxy before nginx sent LOCAL or UNKNOWN: it named no client and is not the client itself.
    return { kind: 'unreadable', claimed: address ?? '' };
  }
  const client: Hop | undefined =
    address === undefined ? undefined : { address, source: 'auth-hook' };
  if (client !== undefined && isTaken) {
    // nginx itself accepted the proxy's word (`set_real_ip_from`), and does not say which proxy it was. The address
    // comes from nginx, which must be trusted as usual; only the source differs.
    return locate([...connection, { ...client, source: 'proxy-protocol' }], isTrusted);
  }
  return locateReport(
    connection,
    [client, proxied === undefined ? undefined : { address: proxied, source: 'proxy-protocol' }],
    isTrusted,
  );
}

function isSameAddress(one: string | undefined, other: string | undefined): boolean {
  const [a, b] = [parseAddress(one ?? ''), parseAddress(other ?? '')];
  return a.ok && b.ok && a.value.text === b.value.text;
}

function letIn(
  { upstreams, upstreamPassword }: NginxMailParts,
  account: string,
  service: MailService,
  headers: IncomingHttpHeaders,
): HttpAnswer {
  const upstream = upstreams(domainOfAccount(account), service);
  if (upstream === undefined) return refusal(UNDECIDED, service, headers, 0);
  return {
    status: 200,
    headers: {
      'Auth-Status': 'OK',
      'Auth-Server': upstream.host,
      'Auth-Port': `${upstream.port}`,
      'Auth-User': account,
      ...(upstreamPassword && { 'Auth-Pass': upstreamPassword.bytes() }),
    },
  };
}

/** Response codes of RFC 5530 and RFC 3206, which tell a program what it may tell the person. */
const CODES = {
  Imap: {
    deny: '[AUTHENTICATIONFAILED] ',
    limited: '[UNAVAILABLE] ',
    undecided: '[UNAVAILABLE] ',
  },
  Pop3: { deny: '[AUTH] ', limited: '[SYS/TEMP] ', undecided: '[SYS/TEMP] ' },
  Smtp: { deny: '', limited: '', undecided: '' },
} as const;

function refusal(
  refused: Refused,
  service: MailService | undefined,
  headers: IncomingHttpHeaders,
  waitMs: number,
): HttpAnswer {
  const code = service === undefined ? '' : CODES[service][refused.kind];
  const tries = Number(headerOf(headers, 'auth-login-attempt') ?? '1');
  const again = refused.kind === 'deny' && tries < MOST_TRIES && waitMs > 0;
  const text = plainLine(refused.message).slice(0, LONGEST_MESSAGE);
  return {
    status: 200,
    headers: {
      'Auth-Status': `${code}${text}`,
      'Auth-Error-Code': smtpCode(refused),
      ...(again ? { 'Auth-Wait': `${Math.ceil(waitMs / 1000)}` } : {}),
    },
  };
}

/** SMTP codes (RFC 4954 section 6). */
export function smtpCode(refused: Refused): string {
  // Temporary, so that a program does not ask the person for another password.
  if (refused.kind !== 'deny') return '454 4.7.0';
  return refused.reason === 'CANNOT_CHALLENGE' ? '534 5.7.9' : '535 5.7.8';
}
