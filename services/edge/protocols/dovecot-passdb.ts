import type { Login } from '../core/attempt.js';
import { decodePercent, plainLine, textOf } from '../core/escapes.js';
import { serviceOfDovecot } from '../core/mail-protocols.js';
import { withoutChallenge } from '../core/outcome.js';
import type { Handle, HttpAnswer } from '../listeners/http.js';
import { hopsOfDovecot } from './dovecot.js';
import { locateReport, type ProtocolParts } from './protocol.js';

/**
 * What deploy/front-ends/dovecot/gatepost.lua asks: a form (every octet that is not a letter or a
 * digit as `%XX`), answered by one line. The script takes nothing but these lines for an answer;
 * everything else is a temporary failure.
 *
 *     allow <account>
 *     deny <message>
 *
 * and, with the status 503, for Dovecot's log:
 *
 *     wait <message>
 */
export function dovecotPassdb({ decide, isTrusted }: ProtocolParts): Handle {
  return async ({ method, body, connection }) => {
    const login = method === 'POST' ? readLogin(body) : undefined;
    if (login === undefined) return { status: 400 };
    const located = locateReport(connection, login.hops, isTrusted);
    const outcome = await decide(login, located);
    if (outcome.kind === 'allow') return line(`allow ${outcome.account}`);
    const refused = withoutChallenge(outcome);
    if (refused.kind !== 'deny')
      return { ...line(`wait ${plainLine(refused.message)}`), status: 503 };
    return line(`deny ${plainLine(refused.message)}`);
  };
}

function readLogin(body: Buffer): (Login & Pick<ReturnType<typeof hopsOf>, 'hops'>) | undefined {
  const form = readForm(body);
  const text = (key: string) => {
    const value = form.get(key);
    return value === undefined ? undefined : textOf(value);
  };
  const [account, password] = [text('user'), form.get('password')];
  const service = serviceOfDovecot(text('protocol') ?? '');
  if (account === undefined || password === undefined || service === undefined) return undefined;
  return {
    account,
    service,
    proof: { kind: 'password', bytes: password },
    sessionId: text('session'),
    ...(text('secured') === 'yes' ? { tls: { version: 'TLS', cipher: '' } } : {}),
    ...hopsOf(text),
  };
}

function hopsOf(text: (key: string) => string | undefined) {
  return { hops: hopsOfDovecot(text('rip'), text('real_rip')) };
}

function readForm(body: Buffer): Map<string, Buffer> {
  const pairs = body.toString('latin1').split('&');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), decodePercent(pair.slice(at + 1))];
    }),
  );
}

function line(text: string): HttpAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: `${text}\n` };
}
