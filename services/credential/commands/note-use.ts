import { appPasswordManyNetworks } from '../../../libs/events/definitions/credential.js';
import type { Address } from '../../../libs/names/address.js';
import { appPasswordData, isUseNews } from '../core/app-password.js';
import { networkOf } from '../core/network.js';
import type { NetworkAlarm } from '../core/settings.js';
import type {
  AppPasswordSecret,
  Clock,
  CredentialStore,
  Log,
  Secrets,
  StoredAppPassword,
} from '../ports.js';

export interface NoteUseParts {
  readonly store: CredentialStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly alarm: NetworkAlarm;
  readonly log: Log;
}

/**
 * Records that an app password was used, at most once a minute. Also rehashes a secret that an older key hashed. If the
 * app password was used from more networks than is plausible, it raises an alarm event, once per period.
 */
export async function noteUse(
  { store, secrets, clock, alarm, log }: NoteUseParts,
  use: {
    readonly appPassword: StoredAppPassword;
    readonly secret: AppPasswordSecret;
    readonly address: Address;
    readonly decisionId: string;
  },
): Promise<void> {
  const { appPassword, secret, address, decisionId } = use;
  const { id, account } = appPassword;
  const now = clock.now();
  const since = now - alarm.withinMs;
  const isOld = appPassword.keyId !== secrets.newestKeyId;
  if (!isOld && !isUseNews(appPassword, now)) return;
  const rehashed = isOld ? secrets.hashAppPassword(secret) : undefined;
  const ip = address.text;
  const write = store.transaction(async (tx) => {
    if (!(await tx.noteUse({ id, now, ip, rehashed }))) return;
    const networks = await tx.countNetworks(id, networkOf(address), now, since);
    if (networks <= alarm.networks || !(await tx.raiseAlarm(id, now, since))) return;
    await tx.emit(appPasswordManyNetworks, {
      ...{ account, app_password: appPasswordData(appPassword), networks },
      ...{ client_ip: ip, decision_id: decisionId },
    });
  });
  // The answer does not change, because the app password was right.
  await write.catch((error) => log.warn('a use could not be recorded', { id, error }));
}
