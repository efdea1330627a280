import type { TlsSource } from '../../../libs/grpc/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { IsTrusted } from '../../../libs/names/true-address.js';
import { type Decide, serves } from '../commands/decide.js';
import type { IntrospectedTokens } from '../commands/introspected-tokens.js';
import type { RefuseClaim } from '../commands/refuse-claim.js';
import type { RememberedSessions } from '../commands/remember-sessions.js';
import type { ListenerSettings } from '../config/listeners.js';
import { ZIMBRA_PROTOCOLS } from '../core/mail-protocols.js';
import type { Clock, RedeemCode, Sessions } from '../ports.js';
import { dovecotPassdb } from '../protocols/dovecot-passdb.js';
import { dovecotPolicy } from '../protocols/dovecot-policy.js';
import { type ForwardAuthParts, forwardAuth } from '../protocols/forward-auth.js';
import { introspection } from '../protocols/introspection.js';
import { nginxMail } from '../protocols/nginx-mail.js';
import type { ProtocolParts } from '../protocols/protocol.js';
import { sessionCookie } from '../protocols/web/session-cookie.js';
import { signInPage } from '../protocols/web/sign-in-page.js';
import { signInState } from '../protocols/web/sign-in-state.js';
import { webSessions } from '../protocols/web/web-sessions.js';
import { zimbra } from '../protocols/zimbra.js';
import type { Callers } from './callers.js';
import type { Handle } from './http.js';
import { startHttpListener } from './http-listener.js';
import { LIMITS } from './limits.js';
import type { Listening } from './listening.js';
import { startPostfixListener } from './postfix-listener.js';

export interface ListenerParts {
  readonly decide: Decide;
  /** Tells whether an address is in one of the ranges of `trusted-proxies`. */
  readonly trustedIn: (ranges: readonly string[]) => IsTrusted;
  readonly refuseClaim: RefuseClaim;
  readonly tls: TlsSource;
  readonly log: Log;
  readonly introspect: Sessions['introspect'];
  readonly introspected: IntrospectedTokens;
  /** What listeners with browser sessions need. Undefined if there are none. */
  readonly web: WebParts | undefined;
}

/** The parts of browser sessions that all listeners share. */
export interface WebParts {
  readonly sessions: RememberedSessions;
  /** Signs cookies and the state of sign-ins. */
  readonly key: Uint8Array;
  /** The session lifetime to ask for, in seconds; 0 for the document's default. */
  readonly sessionSeconds: number;
  readonly redeem: RedeemCode | undefined;
  readonly clock: Clock;
  readonly randomBytes: (octets: number) => Buffer;
}

type HttpSettings = Exclude<ListenerSettings, { protocol: 'postfix-policy' }>;

/**
 * Starts the listener of one entry of `listeners`.
 * @throws the system's error if it cannot listen
 */
export function startListener(
  settings: ListenerSettings,
  parts: ListenerParts,
  limits = LIMITS,
): Promise<Listening> {
  const { refuseClaim, tls, log } = parts;
  const { name } = settings;
  const protocol = protocolParts(settings, parts);
  const onStrayHeader = (peer: string, claimed: string) => {
    refuseClaim({ listener: name, peer, claimed });
  };
  const expectProxyHeader = settings['proxy-protocol'];
  const common = { name, expectProxyHeader, log, limits, onStrayHeader };
  if (settings.protocol === 'postfix-policy') {
    const { listen, mode, 'secret-file': secret } = settings;
    return startPostfixListener({ ...common, listen, mode, secret, protocol });
  }
  return startHttpListener({
    ...common,
    listen: settings.listen,
    callers: callersOf(settings),
    tls,
    handle: handleOf(settings, protocol, parts),
  });
}

/** Whether the mail server behind a protocol opens the account it is told (true), or the name it was given (false). */
const IS_TOLD_THE_ACCOUNT: Readonly<Record<ListenerSettings['protocol'], boolean>> = {
  'nginx-mail': true,
  'forward-auth': true,
  'dovecot-passdb': true,
  introspection: false,
  'dovecot-auth-policy': false,
  'postfix-policy': false,
  zimbra: false,
};

function protocolParts(
  settings: ListenerSettings,
  { decide, trustedIn }: ListenerParts,
): ProtocolParts {
  const { name, domains, services, deadline } = settings;
  const names = {
    defaultDomain: settings['default-domain'],
    spellings: IS_TOLD_THE_ACCOUNT[settings.protocol],
  };
  const scope = { listener: name, domains, services, deadlineMs: deadline, names };
  return {
    isTrusted: trustedIn(settings['trusted-proxies']),
    decide: (login, located) => decide(scope, login, located),
    serves: (account, service) => serves(scope, account, service),
  };
}

/** Where a protocol carries the secret if it cannot send our header. */
const SAID: Readonly<Partial<Record<ListenerSettings['protocol'], 'path' | 'basic'>>> = {
  zimbra: 'path',
  introspection: 'basic',
};

function callersOf(settings: HttpSettings): Callers {
  const secret = settings['secret-file'];
  if (secret !== undefined) {
    return { kind: 'secret', secret, said: SAID[settings.protocol] ?? 'header' };
  }
  return { kind: 'certificates', identities: settings.identities ?? [] };
}

function handleOf(settings: HttpSettings, protocol: ProtocolParts, parts: ListenerParts): Handle {
  switch (settings.protocol) {
    case 'nginx-mail': {
      const { upstreams } = settings;
      return nginxMail({
        ...protocol,
        upstreams: (domain, service) =>
          (upstreams[domain] ?? upstreams['*'])?.[service as 'Imap' | 'Pop3' | 'Smtp'],
        upstreamPassword: settings['upstream-password-file'],
        waitMs: settings.wait,
        behindProxyProtocol: settings['nginx-proxy-protocol'],
      });
    }
    case 'forward-auth':
      return forwardAuth({ ...protocol, ...webOf(settings, parts) });
    case 'dovecot-passdb':
      return dovecotPassdb({ ...protocol, introspected: parts.introspected });
    case 'introspection': {
      const { introspect, introspected } = parts;
      const { services } = settings;
      const isServed = (account: string) =>
        services.some((service) => protocol.serves(account, service));
      return introspection({ introspect, introspected, serves: isServed });
    }
    case 'dovecot-auth-policy':
      return dovecotPolicy(protocol);
    case 'zimbra':
      return zimbra({
        ...protocol,
        protocols: { ...ZIMBRA_PROTOCOLS, ...settings.protocols },
      });
    default:
      return settings satisfies never;
  }
}

type ForwardAuthSettings = Extract<ListenerSettings, { protocol: 'forward-auth' }>;

function webOf(
  settings: ForwardAuthSettings,
  { web, log }: ListenerParts,
): Pick<ForwardAuthParts, 'signIn' | 'sessions' | 'sessionSeconds' | 'page' | 'log'> {
  const { name: listener, 'sign-in': signIn, portal } = settings;
  const wanted = settings.sessions || portal !== undefined;
  if (!wanted || web === undefined) {
    return { signIn, sessions: undefined, sessionSeconds: 0, page: undefined, log };
  }
  const { key, clock, redeem, randomBytes, sessionSeconds } = web;
  const cookie = sessionCookie({ key, listener });
  const sessions = webSessions({ sessions: web.sessions, cookie, clock });
  if (portal === undefined || redeem === undefined) {
    return { signIn, sessions, sessionSeconds, page: undefined, log };
  }
  const state = signInState({ key, listener, host: portal.host, clock });
  const page = signInPage({ settings: portal, state, sessions, redeem, randomBytes });
  return { signIn, sessions, sessionSeconds, page, log };
}
