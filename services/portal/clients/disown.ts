import { GatepostError } from '../../../libs/errors/index.js';
import { AppPasswordServiceService as AppPasswords } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { NoticeSelfServiceService as Notices } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { OtpEnrollmentServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyEnrollmentServiceService as Passkeys } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { TrustSelfServiceService as Trust } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Disown } from '../ports/notice-links.js';

/**
 * Carries out “This was not me” at each service where an intruder may have gained something. credential comes first,
 * because it knows which accounts were removed since, and refuses the ticket for all services. trust-store comes next;
 * from then on, older tickets cannot add a factor. The factors come last.
 */
export function disownEverywhere(parts: {
  credential: Peer;
  otp: Peer;
  passkey: Peer;
  trustStore: Peer;
  /** Absent if the service notice does not run here. */
  notice: Peer | undefined;
  deadlineMs: number;
}): Disown {
  const { credential, otp, passkey, trustStore, notice, deadlineMs } = parts;
  return async (ticket) => {
    const options = { deadlineMs, repeatable: true };
    const { ended: appPasswords } = await credential.unary(
      AppPasswords.disownAppPasswords,
      { ticket },
      options,
    );
    const { ended: trust } = await trustStore.unary(Trust.disownTrust, { ticket }, options);
    const authenticators = await suspendedBy(
      otp.unary(Otp.disownAuthenticators, { ticket }, options),
    );
    const passkeys = await suspendedBy(passkey.unary(Passkeys.disownPasskeys, { ticket }, options));
    const addresses =
      notice === undefined
        ? 0
        : (await notice.unary(Notices.disownSecondAddress, { ticket }, options)).removed;
    return { appPasswords, authenticators, passkeys, trust, addresses };
  };
}

/**
 * Returns 0 if the service refuses the ticket: an administrator has removed the factors since, so none is left to
 * suspend.
 */
async function suspendedBy(answer: Promise<{ readonly suspended: number }>): Promise<number> {
  try {
    return (await answer).suspended;
  } catch (error) {
    if (error instanceof GatepostError && error.code === 'PERMISSION_DENIED') return 0;
    throw error;
  }
}
