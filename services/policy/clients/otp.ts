import {
  type GetEnrollmentResponse,
  OtpServiceService as Rpc,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Otp } from '../ports/factors.js';
import { askAgain, askOnce } from './ask.js';
import { comparedFromWire } from './verdict.js';

/** Verifies codes at the otp service. */
export function otpClient(peer: Peer): Otp {
  return {
    async enrolment(account, call) {
      const asked = { account, withRecoveryCodes: false };
      return enrolmentIn(await peer.unary(Rpc.getEnrollment, asked, askAgain(call)));
    },

    async describe(account, call) {
      const asked = { account, withRecoveryCodes: true };
      const found = await peer.unary(Rpc.getEnrollment, asked, askAgain(call));
      return { ...enrolmentIn(found), recoveryCodesLeft: found.recoveryCodesLeft };
    },

    async verify(asking, factor, call) {
      const { account, address: clientIp, attemptId, frontEnd, decisionId } = asking;
      const common = { account, code: factor.code, clientIp, attemptId, frontEnd, decisionId };
      const options = askOnce(call);
      if (factor.kind === 'recovery-code') {
        return comparedFromWire(await peer.unary(Rpc.verifyRecoveryCode, common, options));
      }
      const request = { ...common, authenticatorId: factor.authenticatorId };
      const answer = await peer.unary(Rpc.verifyCode, request, options);
      return { ...comparedFromWire(answer), id: answer.authenticatorId || undefined };
    },

    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}

function enrolmentIn({ enrolled, authenticators }: GetEnrollmentResponse) {
  return { enrolled, authenticators: authenticators.map(({ id, label }) => ({ id, label })) };
}
