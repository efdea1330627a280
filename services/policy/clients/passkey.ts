import { PasskeyServiceService as Rpc } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Passkeys } from '../ports/factors.js';
import { askAgain, askOnce } from './ask.js';
import { comparedFromWire } from './verdict.js';

/** Verifies passkeys at the passkey service. */
export function passkeyClient(peer: Peer): Passkeys {
  return {
    async enrolled(account, call) {
      const asked = { account, withHosts: false };
      return (await peer.unary(Rpc.getEnrollment, asked, askAgain(call))).enrolled;
    },

    async describe(account, call) {
      return peer.unary(Rpc.getEnrollment, { account, withHosts: true }, askAgain(call));
    },

    async begin({ account, frontEnd }, wish, call) {
      const request = { account, frontEnd, ...wish };
      const begun = await peer.unary(Rpc.beginLogin, request, askAgain(call));
      return begun.requestOptions === '' ? undefined : begun;
    },

    async verify({ account, address, frontEnd, decisionId }, passkey, wish, call) {
      const { response, loginTicket } = passkey;
      const request = { account, response, loginTicket, frontEnd, clientIp: address, decisionId };
      const answer = await peer.unary(Rpc.verifyAssertion, { ...request, ...wish }, askOnce(call));
      const compared = comparedFromWire(answer);
      // The service names the passkey's account. A passkey of another account is no login.
      if (compared.verdict === 'verified' && account !== '' && answer.account !== account) {
        return { ...NOBODY, verdict: 'wrong', failedCheck: 'account' };
      }
      const { failedCheck, account: named, userVerified, passkeyId } = answer;
      return { ...compared, failedCheck, account: named, userVerified, id: passkeyId || undefined };
    },

    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}

const NOBODY = { retryAfterSeconds: 0, account: '', userVerified: false };
