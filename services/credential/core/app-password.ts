import type { Service } from '../../../libs/names/services.js';

/** An app password without its secret. Times are in milliseconds since the epoch. */
export interface AppPassword {
  readonly id: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly label: string;
  /** The only services it opens. */
  readonly services: readonly Service[];
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
  readonly lastUsedIp: string | undefined;
  /** Undefined: it never expires. */
  readonly expiresAt: number | undefined;
  readonly enabled: boolean;
  /** Made in a sign-in with one factor. It ends at the first enrolment, unless the person keeps it. */
  readonly onOneFactor: boolean;
}

/** The fields of an app password that events carry. Picks them one by one, because the object may also hold a hash. */
export function appPasswordData(
  appPassword: Pick<AppPassword, 'id' | 'label' | 'services' | 'expiresAt'>,
) {
  const { id, label, services, expiresAt } = appPassword;
  return {
    id,
    label,
    services: [...services],
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
  };
}

/** How precisely the last use is recorded: to the minute, to avoid a write per login. */
const USE_NEWS_MS = 60_000;

/** What a right secret of this app password allows for a login of `account` at `service`. */
export function judgeUse(
  appPassword: AppPassword,
  login: { readonly account: string; readonly service: Service; readonly now: number },
): 'opens' | 'another-account' | 'lapsed' | 'another-service' {
  if (appPassword.account !== login.account) return 'another-account';
  if (!isUsable(appPassword, login.now)) return 'lapsed';
  return appPassword.services.includes(login.service) ? 'opens' : 'another-service';
}

/** Enabled, and not lapsed. */
export function isUsable(appPassword: AppPassword, now: number): boolean {
  return appPassword.enabled && !hasLapsed(appPassword, now);
}

/** Whether the app password has expired at `now` (milliseconds since the epoch). */
export function hasLapsed({ expiresAt }: AppPassword, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** Whether a use at `now` should be recorded. */
export function isUseNews({ lastUsedAt }: AppPassword, now: number): boolean {
  return lastUsedAt === undefined || now - lastUsedAt >= USE_NEWS_MS;
}
