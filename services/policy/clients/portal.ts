import { PortalServiceService as Rpc } from '../../../libs/gen/gatepost/portal/v1/portal.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Portal } from '../ports/removals.js';
import { askAgain } from './ask.js';

/** Removes accounts at the portal. */
export function portalClient(peer: Peer): Portal {
  return {
    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}
