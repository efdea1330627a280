import { parseAccount } from '../../../libs/names/account.js';
import type { Hop } from '../../../libs/names/true-address.js';
import type { IntrospectedTokens } from '../commands/introspected-tokens.js';
import { isMailToken, type Login } from '../core/attempt.js';
import { decodePercent, plainLine, textOf } from '../core/escapes.js';
import { serviceOfDovecot } from '../core/mail-protocols.js';
import { withoutChallenge } from '../core/outcome.js';
import type { Handle, HttpAnswer } from '../listeners/http.js';
import { hopsOfDovecot } from './dovecot.js';
import { locateReport, type ProtocolParts } from './protocol.js';

/**
 * The requests of deploy/front-ends/dovecot/gatepost.lua: a form (every octet that is not a letter or a digit as
 * `%XX`), answered by one line. The script accepts only these lines. Anything else is a temporary failure.
 *
 *     allow <account>
 *     deny <message>
 *
 * A lookup (Dovecot 2.4, after introspecting a token) has `lookup=yes` in place of a password. It is decided with the
 * introspected token, which is valid for one lookup. Without such a token it is denied.
 *
 * With the status 503, for Dovecot's log:
 *
 *     wait <message>
 */
export function dovecotPassdb(
  parts: ProtocolParts & { introspected: Pick<IntrospectedTokens, 'take'> },
): Handle {
  const { decide, isTrusted, introspected } = parts;
  const tokenOf = (account: string) => {
    const parsed = parseAccount(account);
    return parsed.ok ? introspected.take(parsed.value.name) : undefined;
  };
  return async ({ method, body, connection }) => {
    const login = method === 'POST' ? readLogin(body, tokenOf) : undefined;
    if (login === undefined) return { status: 400 };
    if (login.isOauth && !login.isMailToken) return line(`deny ${NO_TOKEN}`);
    const located = locateReport(connection, login.hops, isTrusted);
    const outcome = await decide(login, located);
    if (outcome.kind === 'allow') return line(`allow ${outcome.account}`);
    const refused = withoutChallenge(outcome);
    if (refused.kind !== 'deny')
      return { ...line(`wait ${plainLine(refused.message)}`), status: 503 };
    return line(`deny ${plainLine(refused.message)}`);
  };
}

interface PassdbLogin extends Login {
  /** Whether the mechanism presents a token instead of a password (RFC 7628, XOAUTH2). */
  readonly isOauth: boolean;
  readonly isMailToken: boolean;
  readonly hops: readonly (Hop | undefined)[];
}

const NO_TOKEN = 'Sign in again: this sign-in has ended.';

function readLogin(
  body: Buffer,
  tokenOf: (account: string) => string | undefined,
): PassdbLogin | undefined {
  const form = readForm(body);
  const text = (key: string) => {
    const value = form.get(key);
    return value === undefined ? undefined : textOf(value);
  };
  const account = text('user');
  const isLookup = text('lookup') === 'yes';
  const token = isLookup && account !== undefined ? (tokenOf(account) ?? '') : '';
  const password = isLookup ? Buffer.from(token) : form.get('password');
  const service = serviceOfDovecot(text('protocol') ?? '');
  if (account === undefined || password === undefined || service === undefined) return undefined;
  const proof = { kind: 'password', bytes: password } as const;
  const isToken = isMailToken(proof);
  const [rip, realRip] = [text('rip'), text('real_rip')];
  return {
    isOauth: isLookup || /^(xoauth2|oauthbearer)$/i.test(text('mechanism') ?? ''),
    isMailToken: isToken,
    // A mail token is valid from the webmail's own networks.
    hops: isToken ? hopsOfDovecot(realRip || rip, undefined) : hopsOfDovecot(rip, realRip),
    account,
    service,
    proof,
    sessionId: text('session'),
    ...(text('secured') === 'yes' ? { tls: { version: 'TLS', cipher: '' } } : {}),
  };
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
