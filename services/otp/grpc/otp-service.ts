import { OtpServiceService } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import {
  ofAccount,
  purgeHandler,
  type RequestReader,
  readRequest,
  verdictToWire,
} from '../../../libs/grpc/requests/index.js';
import { getEnrollment } from '../commands/get-enrollment.js';
import type { RecoveryCodeParts } from '../commands/new-recovery-codes.js';
import { issuePasskeyRecoveryCodes, notePasskeys } from '../commands/passkey-holder.js';
import { purgeAccount } from '../commands/purge-account.js';
import { type VerifyCodeParts, verifyCode } from '../commands/verify-code.js';
import { verifyRecoveryCode } from '../commands/verify-recovery-code.js';
import { choiceToWire, readCode } from './convert.js';

/** OtpService, for policy. */
export function otpService(parts: VerifyCodeParts & RecoveryCodeParts): Service {
  return defineService(OtpServiceService, {
    handlers: {
      async getEnrollment(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        const { withRecoveryCodes } = wire;
        const { enrolled, authenticators, recoveryCodesLeft } = await getEnrollment(parts, {
          ...{ account, withRecoveryCodes },
        });
        return { enrolled, authenticators: authenticators.map(choiceToWire), recoveryCodesLeft };
      },

      async verifyCode(wire, context) {
        const request = readRequest((reader) => ({
          ...readAttempt(reader, wire),
          authenticatorId:
            wire.authenticatorId === ''
              ? ''
              : reader.uuid('authenticator_id', wire.authenticatorId),
        }));
        const { authenticatorId, enrolled, ...told } = await verifyCode(parts, request, context);
        return { ...verdictToWire(told), authenticatorId: authenticatorId ?? '', enrolled };
      },

      async verifyRecoveryCode(wire, context) {
        const request = readRequest((reader) => readAttempt(reader, wire));
        const { left, enrolled, ...told } = await verifyRecoveryCode(parts, request, context);
        return { ...verdictToWire(told), left: left ?? 0, enrolled };
      },

      async issuePasskeyRecoveryCodes(wire) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          frontEnd: reader.text('front_end', wire.frontEnd, { min: 1, max: 2048 }),
          decisionId: reader.uuid('decision_id', wire.decisionId),
        }));
        const issued = await issuePasskeyRecoveryCodes(parts, request);
        return { recoveryCodes: issued.codes, hasAuthenticator: issued.hasAuthenticator };
      },

      async notePasskeys({ account: name, hasPasskeys }) {
        const account = readRequest((reader) => reader.account('account', name).name);
        return notePasskeys(parts, { account, hasPasskeys });
      },

      purgeAccount: purgeHandler((request) => purgeAccount(parts, request)),
    },
    domainOf: {
      getEnrollment: ofAccount,
      verifyCode: ofAccount,
      verifyRecoveryCode: ofAccount,
      issuePasskeyRecoveryCodes: ofAccount,
      notePasskeys: ofAccount,
      purgeAccount: ofAccount,
    },
  });
}

function readAttempt(
  reader: RequestReader,
  wire: {
    account: string;
    code: string;
    clientIp: string;
    attemptId: string;
    frontEnd: string;
    decisionId: string;
  },
) {
  return {
    subject: {
      account: reader.account('account', wire.account).name,
      address: reader.address('client_ip', wire.clientIp),
    },
    code: readCode(reader, wire.code),
    attemptId: reader.text('attempt_id', wire.attemptId, { max: 128 }),
    frontEnd: reader.text('front_end', wire.frontEnd, { min: 1, max: 2048 }),
    decisionId: reader.uuid('decision_id', wire.decisionId),
  };
}
