import {
  SamlLogoutServiceService,
  Binding as WireBinding,
} from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofAccount, ofDomain, readRequest } from '../../../libs/grpc/requests/index.js';
import { beginLogout } from '../commands/begin-logout.js';
import { consumeLogout, quotaOwnerOf } from '../commands/consume-logout.js';
import type { LogoutParts } from '../commands/logout-parts.js';
import type { Slots } from '../commands/slots.js';
import { readBinding } from './settings-from-wire.js';

const MESSAGE_OCTETS = 400_000;

/** SamlLogoutService, for front-ends. */
export function logoutService(parts: LogoutParts & { readonly slots: Slots }): Service {
  return defineService(SamlLogoutServiceService, {
    handlers: {
      async beginLogout(wire) {
        const request = readRequest((reader) => {
          const { name, domain } = reader.account('account', wire.account);
          const decisionId = reader.uuid('decision_id', wire.decisionId);
          return { account: name, domain, decisionId };
        });
        const { formFields, ...begun } = await beginLogout(parts, request);
        return { ...begun, formFields: { ...formFields } };
      },

      async consumeLogout(wire, { signal }) {
        const request = readRequest((reader) => {
          const posted = wire.binding === WireBinding.POST;
          const length = { min: 1, max: MESSAGE_OCTETS };
          return {
            domain: reader.domain('domain', wire.domain),
            binding: readBinding(reader, 'binding', wire.binding),
            message: posted ? reader.bytes('message', wire.message, length) : wire.message,
            // The signature covers these octets, and latin1 preserves each of them.
            query: (posted
              ? wire.queryString
              : reader.bytes('query_string', wire.queryString, length)
            ).toString('latin1'),
          };
        });
        const owner = quotaOwnerOf(request.domain);
        const { formFields, ...answer } = await parts.slots.run(owner, signal, () =>
          consumeLogout(parts, request),
        );
        return { ...answer, formFields: { ...formFields } };
      },
    },
    domainOf: { beginLogout: ofAccount, consumeLogout: ofDomain },
  });
}
