import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import {
  CredentialServiceService,
  type EndOneFactorAppPasswordsRequest,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import {
  ofAccount,
  purgeHandler,
  type RequestReader,
  readRequest,
  verdictToWire,
} from '../../../libs/grpc/requests/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import { parseAppPassword } from '../../../libs/names/app-password.js';
import { checkAccount } from '../commands/check-account.js';
import { type DescribeParts, describeCredentials } from '../commands/describe-credentials.js';
import { endOneFactor } from '../commands/end-one-factor.js';
import { purgeAccount } from '../commands/purge-account.js';
import { type VerifyAppPasswordParts, verifyAppPassword } from '../commands/verify-app-password.js';
import { type VerifyPasswordParts, verifyPassword } from '../commands/verify-password.js';
import { TYPED } from './convert.js';

/** CredentialService, for policy. */
export function credentialService(
  parts: VerifyPasswordParts & VerifyAppPasswordParts & DescribeParts,
): Service {
  return defineService(CredentialServiceService, {
    handlers: {
      async verifyPassword(wire, context) {
        const request = readRequest((reader) => {
          reader.uuid('decision_id', wire.decisionId);
          return {
            subject: {
              account: reader.account('account', wire.account).name,
              address: reader.address('client_ip', wire.clientIp),
            },
            password: reader.bytes('password', wire.password, TYPED),
            frontEnd: reader.text('front_end', wire.frontEnd, { max: 2048 }),
          };
        });
        return verdictToWire(await verifyPassword(parts, request, context));
      },

      async verifyAppPassword(wire, context) {
        const request = readRequest((reader) => {
          return {
            decisionId: reader.uuid('decision_id', wire.decisionId),
            subject: {
              account: reader.account('account', wire.account).name,
              address: reader.address('client_ip', wire.clientIp),
            },
            secret: parseAppPassword(reader.bytes('password', wire.password, TYPED)),
            service: reader.service('service', wire.service),
          };
        });
        const { id = '', ...told } = await verifyAppPassword(parts, request, context);
        return { ...verdictToWire(told), appPasswordId: id };
      },

      async checkAccount(wire, context) {
        const request = readRequest((reader) => {
          if (wire.since === undefined) reader.refuse('since', 'is missing');
          const account = reader.account('account', wire.account).name;
          return { account, since: wire.since?.getTime() ?? 0 };
        });
        return { stands: await checkAccount(parts, request, context) };
      },

      purgeAccount: purgeHandler((request) => purgeAccount(parts, request)),
      async endOneFactorAppPasswords(wire) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          keep: wire.keep,
          actor: readEnroller(reader, wire),
        }));
        return { appPasswords: await endOneFactor(parts, request) };
      },
      async describeCredentials(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        const { appPasswordServices, ...described } = await describeCredentials(parts, account);
        return { ...described, appPasswordServices: appPasswordServices.map(serviceToWire) };
      },
    },
    domainOf: {
      describeCredentials: ofAccount,
      endOneFactorAppPasswords: ofAccount,
      verifyPassword: ofAccount,
      verifyAppPassword: ofAccount,
      checkAccount: ofAccount,
      purgeAccount: ofAccount,
    },
  });
}

/** Who enrolled the second factor: the person, with a ticket, or an administrator. */
function readEnroller(
  reader: RequestReader,
  { frontEnd, decisionId, administrator }: EndOneFactorAppPasswordsRequest,
): Actor {
  if (administrator === '') {
    return personOf({
      frontEnd: reader.text('front_end', frontEnd, { min: 1, max: 2048 }),
      decisionId: reader.uuid('decision_id', decisionId),
    });
  }
  if (frontEnd !== '' || decisionId !== '') {
    reader.refuse('administrator', 'replaces front_end and decision_id');
  }
  return { certificate: reader.text('administrator', administrator, { max: 2048 }) };
}
