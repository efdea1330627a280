import * as z from 'zod';
import { plainLine } from '../core/escapes.js';
import { serviceOfDovecot } from '../core/mail-protocols.js';
import { withoutChallenge } from '../core/outcome.js';
import type { Handle, HttpAnswer } from '../listeners/http.js';
import { hopsOfDovecot } from './dovecot.js';
import { locateReport, type ProtocolParts } from './protocol.js';

/** `auth_policy_request_attributes` of deploy/front-ends/dovecot/auth-policy.conf. */
const Request = z.object({
  login: z.string(),
  protocol: z.string(),
  remote: z.string(),
  real_remote: z.string().default(''),
  session_id: z.string().default(''),
  stage: z.string().default(''),
});

/**
 * Dovecot's auth-policy hook, as a second gate. Dovecot has verified the password, and the decision relies on its word.
 * `status` must be an integer, because Dovecot takes anything else as consent.
 */
export function dovecotPolicy({ decide, isTrusted }: ProtocolParts): Handle {
  return async ({ method, query, body, connection }) => {
    // A report after the login asks nothing.
    if (query.get('command') === 'report') return verdict(0, '');
    const request = method === 'POST' ? readRequest(body) : undefined;
    const service = serviceOfDovecot(request?.protocol ?? '');
    if (request === undefined || service === undefined) return { status: 400 };
    // Before the password was compared there is no word to rely on.
    if (request.stage !== 'after') return verdict(-1, 'asked too early');
    const hops = hopsOfDovecot(request.remote, request.real_remote);
    const located = locateReport(connection, hops, isTrusted);
    const outcome = await decide(
      {
        account: request.login,
        service,
        proof: { kind: 'verified' },
        sessionId: request.session_id,
      },
      located,
    );
    if (outcome.kind === 'allow') return verdict(0, '');
    const refused = withoutChallenge(outcome);
    if (refused.kind !== 'deny') return { status: 503 };
    return verdict(-1, plainLine(refused.message));
  };
}

function readRequest(body: Buffer) {
  try {
    return Request.safeParse(JSON.parse(body.toString())).data;
  } catch {
    return undefined;
  }
}

function verdict(status: number, msg: string): HttpAnswer {
  const headers = { 'Content-Type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify({ status, msg }) };
}
