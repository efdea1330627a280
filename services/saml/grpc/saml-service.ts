import { Verdict as WireVerdict } from '../../../libs/gen/gatepost/common/v1/common.js';
import { SamlServiceService } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import {
  ofAccount,
  ofDomain,
  purgeHandler,
  type RequestReader,
  readRequest,
} from '../../../libs/grpc/requests/index.js';
import { countedAddress } from '../../../libs/names/counted-address.js';
import { type BeginLoginParts, beginLogin } from '../commands/begin-login.js';
import type { ConsumeParts } from '../commands/consume/examination.js';
import { consumeResponse } from '../commands/consume-response.js';
import { batchGetAvailability, getAvailability } from '../commands/get-availability.js';
import { purgeAccount } from '../commands/purge-account.js';
import type { Slots } from '../commands/slots.js';
import { ofDomains, readDomain } from './read-request.js';

/**
 * base64 of the largest message, with room for line breaks. A message within this limit that is still too long counts
 * as a wrong response.
 */
const RESPONSE_OCTETS = 400_000;
const MAX_REQUEST_OCTETS = 512 * 1024;

const WIRE_VERDICTS = {
  wrong: WireVerdict.WRONG,
  'rate-limited': WireVerdict.RATE_LIMITED,
} as const;

/** SamlService, for policy. */
export function samlService(
  parts: BeginLoginParts & ConsumeParts & { readonly slots: Slots },
): Service {
  const { slots } = parts;
  return defineService(SamlServiceService, {
    handlers: {
      async getAvailability(wire) {
        return { available: await getAvailability(parts, { domain: readDomain(wire) }) };
      },

      async batchGetAvailability(wire) {
        return { available: await batchGetAvailability(parts, { domains: ofDomains(wire) }) };
      },

      async beginLogin(wire) {
        const request = readRequest((reader) => readLogin(reader, wire));
        const { formFields, ...begun } = await beginLogin(parts, request);
        return { ...begun, formFields: { ...formFields } };
      },

      async consumeResponse(wire, { signal }) {
        const request = readRequest((reader) => ({
          ...readLogin(reader, wire),
          posted: reader.bytes('saml_response', wire.samlResponse, {
            min: 1,
            max: RESPONSE_OCTETS,
          }),
          relayState: reader.text('relay_state', wire.relayState, { max: 80 }),
          loginTicket: reader.text('login_ticket', wire.loginTicket, { max: 1024 }),
          address:
            wire.clientIp === '' ? '' : countedAddress(reader.address('client_ip', wire.clientIp)),
        }));
        const outcome = await slots.run(request, signal, () => consumeResponse(parts, request));
        if (outcome.verdict !== 'verified') {
          return {
            verdict: WIRE_VERDICTS[outcome.verdict],
            account: '',
            sessionUntil: undefined,
            failedCheck: outcome.failedCheck,
            issuer: '',
            assertionId: '',
          };
        }
        const { account, sessionUntil, issuer, assertionId } = outcome;
        return {
          verdict: WireVerdict.VERIFIED,
          account,
          sessionUntil: sessionUntil === undefined ? undefined : new Date(sessionUntil),
          failedCheck: '',
          issuer,
          assertionId,
        };
      },

      purgeAccount: purgeHandler((request) => purgeAccount(parts, request)),
    },
    domainOf: {
      getAvailability: ofDomain,
      batchGetAvailability: ofDomains,
      beginLogin: ofDomain,
      consumeResponse: ofDomain,
      purgeAccount: ofAccount,
    },
    maxRequestBytes: { consumeResponse: MAX_REQUEST_OCTETS },
  });
}

function readLogin(
  reader: RequestReader,
  wire: { domain: string; account: string; frontEnd: string; decisionId: string },
) {
  return {
    domain: reader.domain('domain', wire.domain),
    account: wire.account === '' ? '' : reader.account('account', wire.account).name,
    frontEnd: reader.text('front_end', wire.frontEnd, { min: 1, max: 2048 }),
    decisionId: reader.uuid('decision_id', wire.decisionId),
  };
}
