import { SamlServiceService as Rpc } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Saml } from '../ports/factors.js';
import { askAgain, askOnce } from './ask.js';
import { verdictFromWire } from './verdict.js';

/** The most domains that one `BatchGetAvailability` call takes. */
const ASKED_AT_ONCE = 500;

/** Begins and consumes single sign-on at the saml service. */
export function samlClient(peer: Peer): Saml {
  return {
    async available(domain, call) {
      const { available } = await peer.unary(Rpc.getAvailability, { domain }, askAgain(call));
      return available;
    },

    async availableAmong(domains, call) {
      const found = new Set<string>();
      for (let start = 0; start < domains.length; start += ASKED_AT_ONCE) {
        const request = { domains: domains.slice(start, start + ASKED_AT_ONCE) };
        const { available } = await peer.unary(Rpc.batchGetAvailability, request, askAgain(call));
        for (const domain of available) found.add(domain);
      }
      return found;
    },

    async begin({ account, frontEnd, decisionId }, domain, call) {
      const request = { domain, account, frontEnd, decisionId };
      return await peer.unary(Rpc.beginLogin, request, askOnce(call));
    },

    async consume({ account, address, frontEnd, decisionId }, domain, response, call) {
      const request = {
        domain,
        account,
        samlResponse: response.response,
        relayState: response.relayState,
        loginTicket: response.loginTicket,
        frontEnd,
        decisionId,
        clientIp: address,
      };
      const answer = await peer.unary(Rpc.consumeResponse, request, askOnce(call));
      const verdict = verdictFromWire(answer.verdict);
      // The service maps the response to an account. If the login names another account, it is refused.
      const mapped = verdict !== 'verified' || account === '' || answer.account === account;
      return mapped
        ? {
            verdict,
            failedCheck: answer.failedCheck,
            sessionUntil: answer.sessionUntil?.getTime(),
            account: answer.account,
            assertion:
              answer.issuer === ''
                ? undefined
                : { issuer: answer.issuer, id: answer.assertionId || undefined },
          }
        : { verdict: 'wrong', failedCheck: 'account', sessionUntil: undefined, account: '' };
    },

    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}
