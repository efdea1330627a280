import { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import { AuthorizationServiceService as Authorization } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { TrustSelfServiceService as TrustSelf } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Sessions } from '../ports.js';

/** Sessions by policy's word; a person's others are ended at trust-store, with the person's ticket. */
export function policySessions(parts: {
  policy: Peer;
  trustStore: Peer;
  deadlineMs: number;
}): Sessions {
  const { policy, trustStore, deadlineMs } = parts;
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
    async endAll(token, clientIp) {
      const request = { token, clientIp, renew: ['view'] };
      const renew = () => policy.unary(Authorization.checkSession, request, repeatable);
      const ticketOf = async () =>
        (await renew()).tickets.find(({ purpose }) => purpose === 'view');
      const [toList, toEnd] = [await ticketOf(), await ticketOf()];
      if (toList === undefined || toEnd === undefined) return false;
      const own = await trustStore.unary(
        TrustSelf.listOwnTrust,
        { ticket: toList.token },
        { deadlineMs },
      );
      const trustIds = own.trusts.flatMap(({ kind, trustId }) =>
        kind === TrustKind.SESSION ? [trustId] : [],
      );
      if (trustIds.length === 0) return true;
      await trustStore.unary(
        TrustSelf.revokeOwnTrust,
        { ticket: toEnd.token, trustIds },
        { deadlineMs },
      );
      return true;
    },
  };
}
