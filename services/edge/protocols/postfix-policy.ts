import type { Socket } from 'node:net';
import type { Log } from '../../../libs/log/index.js';
import type { Hop } from '../../../libs/names/true-address.js';
import { plainLine } from '../core/escapes.js';
import { type Outcome, UNDECIDED, withoutChallenge } from '../core/outcome.js';
import type { Limits } from '../listeners/limits.js';
import { readProxyHeader } from '../listeners/proxy-header.js';
import { smtpCode } from './nginx-mail.js';
import { locateReport, type ProtocolParts } from './protocol.js';

const LONGEST_REQUEST = 16 * 1024;

/**
 * Postfix's policy delegation (SMTPD_POLICY_README). Requests are `name=value` lines ended by an empty line, answered
 * by `action=…` and an empty line. It is a second gate behind SASL, which refuses the sender, not the sign-in. A
 * malformed request closes the connection, which Postfix turns into a 451.
 */
export function servePostfixPolicy(
  parts: ProtocolParts & {
    log: Log;
    limits: Pick<Limits, 'requestMs' | 'postfixSilentMs'>;
    /** Whether a request with this `policy_context` may ask. */
    maySpeak: (said: string) => boolean;
    /** Called for a PROXY header where none is expected. Must not throw. */
    onStray: (claimed: string) => void;
  },
  socket: Socket,
  connection: readonly Hop[],
): void {
  const { decide, isTrusted, log, limits, maySpeak, onStray } = parts;
  let received = '';
  let busy = Promise.resolve();
  /** Postfix asks again for each recipient of a message. That is one decision. */
  let last: { instance: string; key: string; action: string } | undefined;

  const answer = async (request: ReadonlyMap<string, string>): Promise<string> => {
    const account = request.get('sasl_username') ?? '';
    // Mail sent without a sign-in is not ours to decide.
    if (account === '') return 'DUNNO';
    const address = request.get('client_address') ?? '';
    const instance = request.get('instance') ?? '';
    const key = `${account} ${address}`;
    if (instance !== '' && last?.instance === instance && last.key === key) return last.action;
    const outcome = await decide(
      { account, service: 'Smtp', proof: { kind: 'verified' }, sessionId: instance },
      locateReport(connection, [address ? { address, source: 'auth-hook' } : undefined], isTrusted),
    );
    const action = actionOf(outcome);
    last = { instance, key, action };
    return action;
  };

  // Postfix connects only when it has a request.
  let overdue: NodeJS.Timeout | undefined = setTimeout(() => socket.destroy(), limits.requestMs);
  socket.setTimeout(limits.postfixSilentMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.once('close', () => clearTimeout(overdue));
  // As latin1, because in a PROXY header of version 2 each octet matters.
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const stray = readProxyHeader(Buffer.from(received, 'latin1'));
    if (stray.kind === 'header') {
      onStray(stray.address ?? 'LOCAL');
      return socket.destroy();
    }
    if (received.length > LONGEST_REQUEST) return socket.destroy();
    // Pausing makes new requests wait in the socket while these are answered.
    socket.pause();
    for (let end = received.indexOf('\n\n'); end >= 0; end = received.indexOf('\n\n')) {
      const request = readRequest(Buffer.from(received.slice(0, end), 'latin1').toString());
      received = received.slice(end + 2);
      clearTimeout(overdue);
      overdue = undefined;
      if (request?.get('request') !== 'smtpd_access_policy') return socket.destroy();
      if (!maySpeak(request.get('policy_context') ?? '')) {
        log.warn('an unknown front-end was refused', { protocol: 'postfix-policy' });
        return socket.destroy();
      }
      busy = busy
        .then(() => answer(request))
        .catch((error) => {
          log.error('a request of Postfix could not be served', { error });
          return actionOf(UNDECIDED);
        })
        .then((action) => write(socket, `action=${action}\n\n`))
        .catch((error) => {
          log.error('an answer could not be sent to Postfix', { error });
          socket.destroy();
        });
    }
    void busy.then(() => {
      if (socket.destroyed) return;
      if (received !== '') overdue ??= setTimeout(() => socket.destroy(), limits.requestMs);
      socket.resume();
    });
    return undefined;
  });
}

/** Resolves when the connection has taken the text or is closed. */
function write(socket: Socket, text: string): Promise<void> | undefined {
  if (socket.destroyed || socket.write(text)) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

function readRequest(text: string): Map<string, string> | undefined {
  const request = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at < 1) return undefined;
    request.set(line.slice(0, at), line.slice(at + 1));
  }
  return request;
}

const TEMPORARY = { undecided: '451 4.3.0', limited: '451 4.7.0' } as const;

function actionOf(outcome: Outcome): string {
  if (outcome.kind === 'allow') return 'DUNNO';
  const refused = withoutChallenge(outcome);
  const code = refused.kind === 'deny' ? smtpCode(refused) : TEMPORARY[refused.kind];
  return `${code} ${plainLine(refused.message)}`;
}
