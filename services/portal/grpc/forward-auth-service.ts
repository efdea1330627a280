import { ForwardAuthServiceService } from '../../../libs/gen/gatepost/portal/v1/forward_auth.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { readRequest } from '../../../libs/grpc/requests/index.js';
import { redeemCode } from '../commands/redeem-code.js';
import type { ForwardCodes } from '../ports/forward-codes.js';

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** ForwardAuthService, for edge. */
export function forwardAuthService(parts: { readonly codes: ForwardCodes }): Service {
  return defineService(ForwardAuthServiceService, {
    handlers: {
      async redeemCode(wire) {
        const presented = readRequest((reader) => {
          if (!SECRET.test(wire.code)) reader.refuse('code', 'not 43 characters of base64url');
          if (!SECRET.test(wire.binding))
            reader.refuse('binding', 'not 43 characters of base64url');
          return {
            code: wire.code,
            client: reader.text('client', wire.client, { min: 1, max: 64 }),
            origin: reader.text('host', wire.host, { min: 1, max: 300 }),
            binding: wire.binding,
          };
        });
        const { account, sessionSecret, until } = await redeemCode(parts, presented);
        return { account, sessionSecret, until: new Date(until) };
      },
    },
    domainOf: { redeemCode: () => NO_DOMAIN },
  });
}
