import { PortalServiceService } from '../../../libs/gen/gatepost/portal/v1/portal.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { readRequest } from '../../../libs/grpc/requests/index.js';
import type { PurgeAccount } from '../ports/accounts.js';

/** PortalService, for policy. */
export function portalService({ purge }: { readonly purge: PurgeAccount }): Service {
  return defineService(PortalServiceService, {
    handlers: {
      async purgeAccount(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          actor: reader.text('actor', wire.actor, { max: 600 }),
          certificate: caller.uri,
        }));
        return { removed: await purge(request) };
      },
    },
    domainOf: {
      purgeAccount: ({ account }) =>
        readRequest((reader) => reader.account('account', account).domain),
    },
  });
}
