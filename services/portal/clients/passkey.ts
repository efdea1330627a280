import { GatepostError } from '../../../libs/errors/index.js';
import { PasskeyEnrollmentServiceService as Rpc } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { PasskeyEnrolment } from '../ports.js';

/** Registration of a passkey at the passkey service, which checks the ticket. */
export function passkeyEnrolment(parts: { passkey: Peer; deadlineMs: number }): PasskeyEnrolment {
  const { passkey, deadlineMs } = parts;
  return {
    async begin(ticket, label, signInHost) {
      const begun = await passkey.unary(
        Rpc.beginRegistration,
        { ticket, label, signInHost },
        { deadlineMs },
      );
      const { creationOptions, registrationToken } = begun;
      return { creationOptions, registrationToken };
    },
    async finish({ registrationToken }, { response, keepsAppPasswords }) {
      try {
        const request = { registrationToken, response: Buffer.from(response) };
        const made = await passkey.unary(
          Rpc.finishRegistration,
          { ...request, keepAppPasswords: keepsAppPasswords },
          { deadlineMs },
        );
        const { passkeyId, confirmationToken, recoveryCodes } = made;
        const waiting = confirmationToken === '' ? undefined : { passkeyId, confirmationToken };
        return { recoveryCodes, waiting };
      } catch (error) {
        if (error instanceof GatepostError && isRefused(error)) return undefined;
        throw error;
      }
    },
    async confirm(waiting) {
      await passkey.unary(Rpc.confirmRegistration, waiting, { deadlineMs });
    },
  };
}

/** What the browser made was looked at, and is not taken. */
function isRefused({ code, violations }: GatepostError): boolean {
  if (code === 'ALREADY_EXISTS') return true;
  return code === 'INVALID_ARGUMENT' && violations.some(({ field }) => field === 'response');
}
