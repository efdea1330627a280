import { isInteractive, type Service } from '../../../../libs/names/services.js';
import { octetsOf } from '../../core/escapes.js';
import type { Headers } from '../../core/header-value.js';
import type { Denied, Outcome } from '../../core/outcome.js';
import type { HttpAnswer } from '../../listeners/http.js';
import { withoutOwnCookies } from './cookies.js';

/**
 * Allows a request and states the account.
 * @param cookies of the request
 */
export function letIn(
  account: string,
  cookies: string | undefined,
  more: Headers = {},
): HttpAnswer {
  // The mail server gets the browser's cookies without ours.
  const rest = withoutOwnCookies(cookies ?? '');
  return {
    status: 200,
    headers: {
      'X-Gatepost-Account': account,
      ...(rest === '' ? {} : { Cookie: octetsOf(rest) }),
      ...more,
    },
  };
}

/** The answer of a protocol that passes a denial on to the browser. */
export function answerOf(
  { signIn }: { signIn: string | undefined },
  outcome: Outcome,
  service: Service,
): HttpAnswer {
  switch (outcome.kind) {
    case 'allow':
      return letIn(outcome.account, undefined);
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

/** Reasons for which the person can be asked again. All others get 403. */
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
 * A 401 must name an authentication scheme (RFC 9110 section 11.6.1). If there is a sign-in page, the scheme is one for
 * which browsers show no dialogue of their own.
 */
function askAgain(service: Service, signIn: string | undefined): Record<string, string> {
  if (signIn !== undefined && isInteractive(service)) {
    return { Location: signIn, 'WWW-Authenticate': `Gatepost realm="${service}"` };
  }
  return { 'WWW-Authenticate': `Basic realm="${service}", charset="UTF-8"` };
}

/** A refusal in a form that programs can read. */
export function json(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
    body: `${JSON.stringify(body)}\n`,
  };
}
