import { GatepostError } from '../../../libs/errors/index.js';
import { PasskeyEnrollmentServiceService as Rpc } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { PasskeyEnrolment } from '../ports/enrolment.js';

/** Registers a passkey at the passkey service, which checks the ticket. */
export function passkeyEnrolment(parts: { passkey: Peer; deadlineMs: number }): PasskeyEnrolment {
  const { passkey, deadlineMs } = parts;
  return {
    async begin(ticket, label, signInHost) {
      const begun = await passkey.unary(
        Rpc.beginRegistration,
        { ticket, label, signInHost },
        { deadlineMs },
      );
      const { creationOptions, registrationToken, models } = begun;
      return { creationOptions, registrationToken, models };
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
        const refused = error instanceof GatepostError ? refusalOf(error) : undefined;
        if (refused === undefined) throw error;
        return { refused };
      }
    },
    async confirm(waiting) {
      await passkey.unary(Rpc.confirmRegistration, waiting, { deadlineMs });
    },
  };
}

/** Returns why the passkey that the browser made is not accepted. */
function refusalOf({
  code,
  violations,
}: GatepostError): 'model' | 'attestation' | 'other' | undefined {
  if (code === 'ALREADY_EXISTS') return 'other';
  const found = violations.find(({ field }) => field === 'response');
  if (code !== 'INVALID_ARGUMENT' || found === undefined) return undefined;
  const kinds = ['model', 'attestation'] as const;
  return kinds.find((kind) => found.description.endsWith(`: ${kind}`)) ?? 'other';
}
