import { AuthorizationServiceService } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import { parseSessionToken } from '../../../libs/names/session-token.js';
import type { ValidSession } from '../core/web-session.js';
import type { Sessions } from '../ports.js';

/** Asks policy about sessions. A text without the shape of a session's own secret is refused without asking. */
export function sessionsClient(parts: { policy: Peer; deadlineMs: number }): Sessions {
  const { policy, deadlineMs } = parts;
  const { checkSession, mailToken, endSession } = AuthorizationServiceService;
  const isSecret = (text: string) => parseSessionToken(text)?.kind === 'secret';
  const options = { deadlineMs, repeatable: true };
  const ask = async (token: string, clientIp: string): Promise<ValidSession | undefined> => {
    const request = { token, clientIp, renew: [] };
    const { session } = await policy.unary(checkSession, request, options);
    const service = session && serviceFromWire(session.service);
    if (session === undefined || service === undefined) return undefined;
    return { account: session.account, service, client: session.client };
  };
  return {
    async check(secret, client) {
      return isSecret(secret) ? ask(secret, client) : undefined;
    },
    async introspect(token) {
      return parseSessionToken(token)?.kind === 'mail' ? ask(token, '') : undefined;
    },
    async mailToken(secret) {
      if (!isSecret(secret)) return undefined;
      const answer = await policy.unary(mailToken, { sessionSecret: secret }, options);
      const { mailToken: token, expiresAt } = answer;
      if (token === '' || expiresAt === undefined) return undefined;
      return { token, expiresAt: expiresAt.getTime() };
    },
    async end(secret) {
      if (!isSecret(secret)) return;
      await policy.unary(endSession, { sessionSecret: secret }, options);
    },
  };
}
