import { GatepostError } from '../../../libs/errors/index.js';
import {
  Algorithm,
  OtpEnrollmentServiceService as Otp,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Enrolment } from '../ports/enrolment.js';

/** Sets up a person's first authenticator at the otp service, which checks the ticket. */
export function otpEnrolment({ otp, deadlineMs }: { otp: Peer; deadlineMs: number }): Enrolment {
  return {
    async begin(ticket, label) {
      const wish = { ticket, label, algorithm: Algorithm.UNSPECIFIED, digits: 0, periodSeconds: 0 };
      const begun = await otp.unary(Otp.beginEnrollment, wish, { deadlineMs });
      const { authenticatorId, otpauthUri, secretBase32: secret, confirmationToken } = begun;
      return { authenticatorId, otpauthUri, secret, confirmationToken };
    },
    async confirm({ authenticatorId, confirmationToken }, { code, keepsAppPasswords }) {
      try {
        const named = { authenticatorId, confirmationToken };
        const request = { ...named, code, keepAppPasswords: keepsAppPasswords };
        const { recoveryCodes } = await otp.unary(Otp.confirmEnrollment, request, { deadlineMs });
        return recoveryCodes;
      } catch (error) {
        if (error instanceof GatepostError && isWrongCode(error)) return undefined;
        throw error;
      }
    },
  };
}

function isWrongCode({ code, violations }: GatepostError): boolean {
  return code === 'INVALID_ARGUMENT' && violations.some(({ field }) => field === 'code');
}
