import type { TlsSource } from '../../../libs/grpc/index.js';
import type { Log } from '../../../libs/log/index.js';
import { trustedIn } from '../../../libs/names/true-address.js';
import type { Decide } from '../commands/decide.js';
import type { RefuseClaim } from '../commands/refuse-claim.js';
import type { ListenerSettings } from '../config/listeners.js';
import { ZIMBRA_PROTOCOLS } from '../core/mail-protocols.js';
import { dovecotPassdb } from '../protocols/dovecot-passdb.js';
import { dovecotPolicy } from '../protocols/dovecot-policy.js';
import { forwardAuth } from '../protocols/forward-auth.js';
import { nginxMail } from '../protocols/nginx-mail.js';
import type { ProtocolParts } from '../protocols/protocol.js';
import type { Sessions } from '../protocols/sessions.js';
import { zimbra } from '../protocols/zimbra.js';
import type { Callers } from './callers.js';
import type { Handle } from './http.js';
import { startHttpListener } from './http-listener.js';
import type { Listening } from './listening.js';
import { startPostfixListener } from './postfix-listener.js';

export interface ListenerParts {
  readonly decide: Decide;
  readonly refuseClaim: RefuseClaim;
  readonly tls: TlsSource;
  readonly log: Log;
  /** The web sessions of a listener that has them. */
  readonly sessionsOf: (listener: string) => Sessions | undefined;
}

type HttpSettings = Exclude<ListenerSettings, { protocol: 'postfix-policy' }>;

/** Starts what one entry of `listeners` asks for. @throws the system's error where it cannot listen */
export function startListener(
  settings: ListenerSettings,
  parts: ListenerParts,
): Promise<Listening> {
  const { refuseClaim, tls, log } = parts;
  const { name } = settings;
  const protocol = protocolParts(settings, parts);
  const onStrayHeader = (peer: string, claimed: string) => {
    refuseClaim({ listener: name, peer, claimed });
  };
  const expectProxyHeader = settings['proxy-protocol'];
  const common = { name, expectProxyHeader, log, onStrayHeader };
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

/** Whether the mail server behind a protocol opens the account it is told, or the name it was given. */
const IS_TOLD_THE_ACCOUNT: Readonly<Record<ListenerSettings['protocol'], boolean>> = {
  'nginx-mail': true,
  'forward-auth': true,
  'dovecot-passdb': true,
  'dovecot-auth-policy': false,
  'postfix-policy': false,
  zimbra: false,
};

function protocolParts(settings: ListenerSettings, { decide }: ListenerParts): ProtocolParts {
  const { name, domains, services, deadline } = settings;
  const names = {
    defaultDomain: settings['default-domain'],
    spellings: IS_TOLD_THE_ACCOUNT[settings.protocol],
  };
  const scope = { listener: name, domains, services, deadlineMs: deadline, names };
  return {
    isTrusted: trustedIn(settings['trusted-proxies']),
    decide: (login, located) => decide(scope, login, located),
  };
}

function callersOf(settings: HttpSettings): Callers {
  const secret = settings['secret-file'];
  if (secret !== undefined) {
    return { kind: 'secret', secret, inPath: settings.protocol === 'zimbra' };
  }
  return { kind: 'certificates', identities: settings.identities ?? [] };
}

function handleOf(
  settings: HttpSettings,
  protocol: ProtocolParts,
  { sessionsOf }: ListenerParts,
): Handle {
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
      return forwardAuth({
        ...protocol,
        signIn: settings['sign-in'],
        sessions: settings.sessions ? sessionsOf(settings.name) : undefined,
      });
    case 'dovecot-passdb':
      return dovecotPassdb(protocol);
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
