import type { IntrospectedTokens } from '../commands/introspected-tokens.js';
import type { Handle, HttpAnswer } from '../listeners/http.js';
import type { Sessions } from '../ports.js';

export interface IntrospectionParts {
  readonly introspect: Sessions['introspect'];
  readonly introspected: IntrospectedTokens;
  /** Whether this listener serves the account, for any of its services. */
  readonly serves: (account: string) => boolean;
}

/**
 * OAuth 2.0 Token Introspection (RFC 7662) of mail tokens, for Dovecot 2.4. A token is active while its session is
 * valid under the documents in force. Anything else is not active, without a reason (section 2.2). If policy cannot be
 * asked, the answer is 503, which is different from "not active".
 */
export function introspection({ introspect, introspected, serves }: IntrospectionParts): Handle {
  return async ({ method, body }) => {
    const token = method === 'POST' ? new URLSearchParams(body.toString()).get('token') : null;
    if (token === null) return { status: 400 };
    const session = await introspect(token);
    if (session === undefined || !serves(session.account)) return json(200, { active: false });
    const { account, client } = session;
    introspected.add(account, token);
    return json(200, {
      ...{ active: true, token_type: 'Bearer', username: account, sub: account, client_id: client },
    });
  };
}

function json(status: number, body: object): HttpAnswer {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(body)}\n` };
}
