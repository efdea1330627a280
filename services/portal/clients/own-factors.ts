import { OtpEnrollmentServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyEnrollmentServiceService as Passkey } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { OwnFactors } from '../ports/own.js';

/** Reads and changes a person's second factors at otp and passkey. Each checks the ticket, and accepts it once. */
export function ownFactors(parts: { otp: Peer; passkey: Peer; deadlineMs: number }): OwnFactors {
  const { otp, passkey, deadlineMs } = parts;
  const once = { deadlineMs };
  return {
    async list(ticket) {
      const [codes, keys] = await Promise.all([
        otp.unary(Otp.listOwnAuthenticators, { ticket }, once),
        passkey.unary(Passkey.listOwnPasskeys, { ticket }, once),
      ]);
      return {
        authenticators: codes.authenticators
          .filter(({ confirmedAt }) => confirmedAt !== undefined)
          .map(({ id, label, createdAt, lastUsedAt, suspendedAt }) => ({
            ...{ id, label, ...timesOf({ createdAt, lastUsedAt }) },
            isSuspended: suspendedAt !== undefined,
          })),
        recoveryCodesLeft: codes.recoveryCodesLeft,
        passkeys: keys.passkeys.map(({ id, label, rpId, createdAt, lastUsedAt, ...rest }) => ({
          ...{ id, label, host: rpId, ...timesOf({ createdAt, lastUsedAt }) },
          usableUntil: rest.usableUntil?.getTime(),
          isSuspended: rest.suspendedAt !== undefined,
        })),
      };
    },
    async removeAuthenticator(ticket, authenticatorId) {
      await otp.unary(Otp.removeOwnAuthenticator, { ticket, authenticatorId }, once);
    },
    async restoreAuthenticator(ticket, authenticatorId) {
      await otp.unary(Otp.restoreOwnAuthenticator, { ticket, authenticatorId }, once);
    },
    async renameAuthenticator(ticket, authenticatorId, label) {
      await otp.unary(Otp.renameOwnAuthenticator, { ticket, authenticatorId, label }, once);
    },
    async replaceRecoveryCodes(ticket) {
      return (await otp.unary(Otp.replaceRecoveryCodes, { ticket }, once)).recoveryCodes;
    },
    async restorePasskey(ticket, passkeyId) {
      await passkey.unary(Passkey.restoreOwnPasskey, { ticket, passkeyId }, once);
    },
    async renamePasskey(ticket, passkeyId, label) {
      await passkey.unary(Passkey.renameOwnPasskey, { ticket, passkeyId, label }, once);
    },
    async removePasskey(ticket, passkeyId) {
      await passkey.unary(Passkey.removeOwnPasskey, { ticket, passkeyId }, once);
    },
  };
}

function timesOf(of: { createdAt: Date | undefined; lastUsedAt: Date | undefined }) {
  return { createdAt: of.createdAt?.getTime() ?? 0, lastUsedAt: of.lastUsedAt?.getTime() };
}
