import { PortalServiceService } from '../../../libs/gen/gatepost/portal/v1/portal.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofAccount, purgeHandler } from '../../../libs/grpc/requests/index.js';
import type { PurgeAccount } from '../ports/accounts.js';

/** PortalService, for policy. */
export function portalService({ purge }: { readonly purge: PurgeAccount }): Service {
  return defineService(PortalServiceService, {
    handlers: {
      purgeAccount: purgeHandler(purge),
    },
    domainOf: { purgeAccount: ofAccount },
  });
}
