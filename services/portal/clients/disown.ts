import { AppPasswordServiceService as AppPasswords } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpEnrollmentServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { TrustSelfServiceService as Trust } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Disown } from '../ports.js';

/**
 * “This was not me”, at each service that keeps what may have been gained. credential first: it knows
 * of accounts that were removed since, and refuses the ticket for all.
 */
export function disownEverywhere(parts: {
  credential: Peer;
  otp: Peer;
  trustStore: Peer;
  deadlineMs: number;
}): Disown {
  const { credential, otp, trustStore, deadlineMs } = parts;
  return async (ticket) => {
    const options = { deadlineMs, repeatable: true };
    const { ended: appPasswords } = await credential.unary(
      AppPasswords.disownAppPasswords,
      { ticket },
      options,
    );
    const { suspended } = await otp.unary(Otp.disownAuthenticators, { ticket }, options);
    const { ended: trust } = await trustStore.unary(Trust.disownTrust, { ticket }, options);
    return { appPasswords, authenticators: suspended, trust };
  };
}
