import { GatepostError } from '../../../libs/errors/index.js';
import {
  OwnPasswordServiceService as OwnPasswords,
  PasswordChange,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { OwnPassword, PasswordOutcome } from '../ports/own.js';

/** Reads and changes a person's main password at credential, which checks the ticket. */
export function ownPassword(parts: { credential: Peer; deadlineMs: number }): OwnPassword {
  const { credential, deadlineMs } = parts;
  return {
    async read(ticket) {
      const options = { deadlineMs, repeatable: true };
      const found = await credential.unary(OwnPasswords.getOwnPassword, { ticket }, options);
      return { isHere: found.changeable, minLength: found.minLength };
    },
    async change(ticket, { current, next, address }) {
      const request = {
        ...{ ticket, clientIp: address, personalWords: [] },
        currentPassword: Buffer.from(current),
        newPassword: Buffer.from(next),
      };
      const method = OwnPasswords.changeOwnPassword;
      const answer = await credential.unary(method, request, { deadlineMs });
      const outcome = OUTCOMES[answer.outcome];
      if (outcome === undefined) {
        throw new GatepostError('UNAVAILABLE', 'credential sent an unknown answer');
      }
      return { outcome, warning: answer.warning };
    },
  };
}

const OUTCOMES: Readonly<Record<number, PasswordOutcome>> = {
  [PasswordChange.CHANGED]: 'changed',
  [PasswordChange.WRONG_PASSWORD]: 'current-wrong',
  [PasswordChange.RATE_LIMITED]: 'rate-limited',
  [PasswordChange.TOO_SHORT]: 'new-short',
  [PasswordChange.TOO_LONG]: 'new-long',
  [PasswordChange.TOO_WEAK]: 'new-weak',
  [PasswordChange.BREACHED]: 'new-breached',
  [PasswordChange.SAME_AS_BEFORE]: 'new-same',
};
