import { CredentialServiceService as Rpc } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire, serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { Credentials } from '../ports/factors.js';
import { askAgain, askOnce } from './ask.js';
import { comparedFromWire } from './verdict.js';

/** Verifies passwords and app passwords at the credential service. */
export function credentialClient(peer: Peer): Credentials {
  return {
    async verifyPassword({ account, address, decisionId, frontEnd }, password, call) {
      const request = { account, password, clientIp: address, decisionId, frontEnd };
      const answer = await peer.unary(Rpc.verifyPassword, request, askOnce(call));
      return comparedFromWire(answer);
    },

    async verifyAppPassword({ account, address, decisionId }, service, password, call) {
      const request = {
        account,
        password,
        clientIp: address,
        decisionId,
        service: serviceToWire(service),
      };
      const answer = await peer.unary(Rpc.verifyAppPassword, request, askOnce(call));
      return { ...comparedFromWire(answer), id: answer.appPasswordId || undefined };
    },

    async stillHolds({ account, since }, call) {
      const asked = { account, since: new Date(since) };
      return (await peer.unary(Rpc.checkAccount, asked, askAgain(call))).stands;
    },

    async describe(account, call) {
      const answer = await peer.unary(Rpc.describeCredentials, { account }, askAgain(call));
      return {
        mainPassword: answer.mainPassword,
        appPasswordServices: answer.appPasswordServices.flatMap(
          (one) => serviceFromWire(one) ?? [],
        ),
        appPasswordsLeft: answer.appPasswordsLeft,
      };
    },

    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}
