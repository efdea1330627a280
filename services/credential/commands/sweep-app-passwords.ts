import { appPasswordExpired } from '../../../libs/events/definitions/credential.js';
import { appPasswordData } from '../core/app-password.js';
import type { CredentialStore } from '../ports.js';

/**
 * Removes at most `limit` app passwords that lapsed before `time` (ms since the epoch), which nobody looks for any
 * more.
 * @returns how many
 */
export function sweepAppPasswords(
  store: CredentialStore,
  { time, limit }: { time: number; limit: number },
): Promise<number> {
  return store.transaction(async (tx) => {
    const lapsed = await tx.removeLapsedAppPasswords(time, limit);
    for (const appPassword of lapsed) {
      const { account } = appPassword;
      await tx.emit(appPasswordExpired, { account, app_password: appPasswordData(appPassword) });
    }
    return lapsed.length;
  });
}
