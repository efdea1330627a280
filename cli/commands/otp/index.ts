import type { Node } from '../../define-command.js';
import { otpImport } from './import.js';
import { otpList } from './list.js';
import { otpRecoveryCodes } from './recovery-codes.js';
import { otpReset } from './reset.js';
import { otpRestore } from './restore.js';
import { otpResync } from './resync.js';
import { otpRotateKeys } from './rotate-keys.js';
import { otpUnlock } from './unlock.js';

export const OTP: Node = {
  name: 'otp',
  about: 'Authenticators and recovery codes',
  commands: [
    otpList,
    otpImport,
    otpReset,
    otpUnlock,
    otpRestore,
    otpResync,
    otpRecoveryCodes,
    otpRotateKeys,
  ],
};
