import { GatepostError } from '../../../libs/errors/index.js';
import { ForwardAuthServiceService } from '../../../libs/gen/gatepost/portal/v1/forward_auth.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { RedeemCode } from '../ports.js';

const TIMEOUT_MS = 5_000;

/** Redeems one-time codes at portal. Each call is sent once, because a repeated one would find the code spent. */
export function portalClient(portal: Peer): RedeemCode {
  return async (brought) => {
    try {
      const method = ForwardAuthServiceService.redeemCode;
      const answer = await portal.unary(method, { ...brought }, { deadlineMs: TIMEOUT_MS });
      const { account, sessionSecret: secret, until } = answer;
      return until && { account, secret, until: until.getTime() };
    } catch (error) {
      const isNone =
        error instanceof GatepostError &&
        (error.code === 'NOT_FOUND' || error.code === 'INVALID_ARGUMENT');
      if (isNone) return undefined;
      throw error;
    }
  };
}
