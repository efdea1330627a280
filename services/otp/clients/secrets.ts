import type { KeyRing } from '../../../libs/seal/index.js';
import type { Secrets } from '../ports.js';

const SECRET = 'totp-secret';
const RECOVERY_CODE = 'recovery-code';
const ATTEMPT = 'otp-attempt';

/** The key ring's operations, as this service needs them. */
export function otpSecrets(ring: KeyRing): Secrets {
  return {
    newestKeyId: ring.newest,
    seal: (secret, account, id) => ring.seal(secret, { purpose: SECRET, account, id }),
    open: (sealed, account, id) => ring.open(sealed, { purpose: SECRET, account, id }),
    hashRecoveryCode: (account, code, keyId = ring.newest) => ({
      keyId,
      hash: ring.keyedHash(keyId, RECOVERY_CODE, Buffer.from(JSON.stringify([account, code]))),
    }),
    hashAttempt: (kind, code) =>
      ring.keyedHash(ring.newest, ATTEMPT, Buffer.from(JSON.stringify([kind, code]))),
  };
}
