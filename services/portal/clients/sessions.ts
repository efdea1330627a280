import { AuthorizationServiceService as Authorization } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Sessions } from '../ports/policy.js';

/** Asks policy about sessions. */
export function policySessions(parts: { policy: Peer; deadlineMs: number }): Sessions {
  const { policy, deadlineMs } = parts;
  const repeatable = { deadlineMs, repeatable: true };
  return {
    async mailToken(sessionSecret) {
      const answer = await policy.unary(Authorization.mailToken, { sessionSecret }, repeatable);
      const { mailToken: token, expiresAt, session } = answer;
      if (token === '') return undefined;
      const until = session?.until?.getTime() ?? 0;
      return { token, expiresAt: expiresAt?.getTime() ?? 0, until };
    },
    async check(token, address) {
      const request = { token, clientIp: address ?? '', renew: [] };
      const { session } = await policy.unary(Authorization.checkSession, request, repeatable);
      if (session === undefined) return undefined;
      const { sessionId, account, client, until } = session;
      return { sessionId, account, client, until: until?.getTime() ?? 0 };
    },
    async end(sessionSecret) {
      await policy.unary(Authorization.endSession, { sessionSecret }, repeatable);
    },
    async view(token, clientIp) {
      const request = { token, clientIp, renew: ['view'] };
      const answer = await policy.unary(Authorization.checkSession, request, repeatable);
      const ticket = answer.tickets.find(({ purpose }) => purpose === 'view');
      if (answer.session === undefined || ticket === undefined) return undefined;
      return { sessionId: answer.session.sessionId, ticket: ticket.token };
    },
    async administer(token) {
      const request = { token, clientIp: '', renew: ['administer', 'act'] };
      const { tickets } = await policy.unary(Authorization.checkSession, request, repeatable);
      const given = tickets.find(({ purpose }) => purpose === 'administer');
      const act = tickets.find(({ purpose }) => purpose === 'act');
      if (given === undefined) return {};
      const { expiresAt, administers } = given;
      return {
        administer_ticket: given.token,
        administer_expires_at: Math.floor((expiresAt?.getTime() ?? 0) / 1000),
        administers: administers?.domain ?? '',
        administrator_role: administers?.role ?? '',
        ...(act && { act_ticket: act.token }),
      };
    },
  };
}
