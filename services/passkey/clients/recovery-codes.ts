import { OtpServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { RecoveryCodes } from '../ports.js';

/** The longest that a registration waits for otp. */
const DEADLINE_MS = 2_000;

/**
 * Recovery codes, which otp stores.
 * @throws GatepostError if otp did not confirm
 */
export function recoveryCodes(otp: Peer): RecoveryCodes {
  return {
    async issue({ account, frontEnd, decisionId }) {
      const request = { account, frontEnd, decisionId };
      const options = { deadlineMs: DEADLINE_MS };
      const issued = await otp.unary(Otp.issuePasskeyRecoveryCodes, request, options);
      return { codes: issued.recoveryCodes, hasAuthenticator: issued.hasAuthenticator };
    },
    async notePasskeys(account, hasPasskeys) {
      const options = { deadlineMs: DEADLINE_MS, repeatable: true };
      const request = { account, hasPasskeys };
      const { hasAuthenticator } = await otp.unary(Otp.notePasskeys, request, options);
      return { hasAuthenticator };
    },
  };
}
