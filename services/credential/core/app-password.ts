import type { Service } from '../../../libs/names/services.js';

/** An app password without its secret. Times are in milliseconds since the epoch. */
export interface AppPassword {
  readonly id: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly label: string;
  /** What it opens; nothing else. */
  readonly services: readonly Service[];
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
  readonly lastUsedIp: string | undefined;
  /** Undefined: never. */
  readonly expiresAt: number | undefined;
  readonly enabled: boolean;
  /** Made by a sign-in with one factor: ends at the first enrolment, unless the person keeps it. */
  readonly onOneFactor: boolean;
}

/** Last use is kept to the minute: more would be a write each login. */
const USE_NEWS_MS = 60_000;

/** What a right secret of this app password is worth to a login of `account` at `service`. */
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

export function hasLapsed({ expiresAt }: AppPassword, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** Whether a use at `now` is to be written down. */
export function isUseNews({ lastUsedAt }: AppPassword, now: number): boolean {
  return lastUsedAt === undefined || now - lastUsedAt >= USE_NEWS_MS;
}
