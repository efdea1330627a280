import { PasskeyServiceService } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { ofAccount, purgeHandler, readRequest } from '../../../libs/grpc/requests/index.js';
import { type BeginLoginParts, beginLogin } from '../commands/begin-login.js';
import { purgeAccount } from '../commands/purge-account.js';
import { type VerifyParts, verifyAssertion } from '../commands/verify-assertion.js';
import { whereItSignsIn } from '../commands/where-it-signs-in.js';
import type { PasskeyStore } from '../ports.js';
import { outcomeToWire, readAccount, readHost, readResponse } from './convert.js';

/** PasskeyService, for policy. */
export function passkeyService(
  parts: BeginLoginParts & VerifyParts & { readonly store: PasskeyStore },
): Service {
  return defineService(PasskeyServiceService, {
    handlers: {
      async getEnrollment(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        if (!wire.withHosts) return { enrolled: await parts.store.hasPasskey(account), hosts: [] };
        const { enrolled, hosts } = await whereItSignsIn(parts, account);
        return { enrolled, hosts: [...hosts] };
      },

      async beginLogin(wire) {
        const begun = await beginLogin(
          parts,
          readRequest((reader) => ({
            account: readAccount(reader, wire.account),
            rpId: readHost(reader, wire.signInHost),
            frontEnd: reader.text('front_end', wire.frontEnd, { min: 1, max: 2048 }),
            firstVerified: wire.firstVerified,
            userVerification: wire.userVerification,
          })),
        );
        return begun ?? { requestOptions: '', loginTicket: '' };
      },

      async verifyAssertion(wire, context) {
        const request = readRequest((reader) => ({
          account: readAccount(reader, wire.account),
          response: readResponse(reader, wire.response),
          loginTicket: reader.text('login_ticket', wire.loginTicket, { max: 1024 }),
          rpId: readHost(reader, wire.signInHost),
          frontEnd: reader.text('front_end', wire.frontEnd, { min: 1, max: 2048 }),
          userVerification: wire.userVerification,
          address: reader.address('client_ip', wire.clientIp),
          decisionId: reader.uuid('decision_id', wire.decisionId),
        }));
        return outcomeToWire(await verifyAssertion(parts, request, context));
      },

      purgeAccount: purgeHandler((request) => purgeAccount(parts, request)),
    },
    domainOf: {
      getEnrollment: ofAccount,
      // Any domain, if the passkey will name the account.
      beginLogin: (wire) => (wire.account === '' ? NO_DOMAIN : ofAccount(wire)),
      verifyAssertion: (wire) => (wire.account === '' ? NO_DOMAIN : ofAccount(wire)),
      purgeAccount: ofAccount,
    },
  });
}
