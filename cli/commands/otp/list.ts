import {
  Algorithm,
  OtpAdminServiceService as OtpAdmin,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';

export const otpList = defineCommand({
  usage: 'list <account>',
  about: 'List the authenticators of an account, without their secrets.',
  examples: ['otp list luca@a.tld'],
  async run({ call, out }, [account = '']) {
    const answer = await call(OtpAdmin.listAuthenticators, { account });
    const authenticators = answer.authenticators.map(({ algorithm, ...rest }) => ({
      ...rest,
      algorithm: algorithmName(algorithm),
    }));
    const left = answer.recoveryCodesLeft;
    const rows = authenticators.map((each) => [
      each.id,
      each.label,
      `${each.algorithm} ${each.digits} digits ${each.periodSeconds} s`,
      each.confirmedAt === undefined ? 'not confirmed' : formatTime(each.confirmedAt),
      each.lastUsedAt === undefined ? 'never' : formatTime(each.lastUsedAt),
      each.suspendedAt === undefined ? lockOf(each) : 'suspended: its owner disowned a sign-in',
      each.driftSeconds === 0 ? '' : `${each.driftSeconds} s`,
    ]);
    out.result({ authenticators, recoveryCodesLeft: left }, () => {
      const columns = ['id', 'label', 'kind', 'active since', 'last used', 'locked until', 'drift'];
      const table = rows.length === 0 ? 'no authenticator' : formatTable(columns, rows);
      return `${table}\nrecovery codes left: ${left}`;
    });
    return undefined;
  },
});

function lockOf({ lockedUntil }: { lockedUntil: Date | undefined }): string {
  return lockedUntil === undefined ? '' : formatTime(lockedUntil);
}

function algorithmName(algorithm: Algorithm): string {
  switch (algorithm) {
    case Algorithm.SHA256:
      return 'SHA256';
    case Algorithm.SHA512:
      return 'SHA512';
    default:
      return 'SHA1';
  }
}
