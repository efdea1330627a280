import type { Service } from '../../../libs/names/services.js';

/** An account of a domain, as lists show it. */
export interface ListedAccount {
  readonly account: string;
  readonly hasPassword: boolean;
  readonly appPasswords: number;
}

export interface Authenticator {
  readonly id: string;
  readonly label: string;
  readonly lastUsedAt: number | undefined;
  readonly lockedUntil: number | undefined;
}

export interface Passkey {
  readonly id: string;
  readonly label: string;
  readonly host: string;
  readonly lastUsedAt: number | undefined;
}

export interface AppPassword {
  readonly id: string;
  readonly label: string;
  readonly services: readonly Service[];
  readonly lastUsedAt: number | undefined;
  readonly lastAddress: string;
}

export interface Trust {
  readonly id: string;
  readonly kind: 'ip' | 'device' | 'session';
  /** The address range, or the label. */
  readonly name: string;
  readonly until: number;
  readonly lastUsedAt: number | undefined;
  readonly lastAddress: string;
}

/** A limit that slows or stops logins of an account. */
export interface Throttle {
  /** `password`, `app-password`, `code` or `passkey`. */
  readonly secret: string;
  /** Empty if it holds for every address. */
  readonly address: string;
  readonly failures: number;
  readonly limit: number;
}

/** One person, as all services know them. A field is undefined if its service could not be asked. */
export interface Person {
  readonly known: ListedAccount | undefined;
  readonly authenticators: readonly Authenticator[] | undefined;
  readonly recoveryCodes: number;
  readonly passkeys: readonly Passkey[] | undefined;
  readonly appPasswords: readonly AppPassword[] | undefined;
  readonly trusts: readonly Trust[] | undefined;
  readonly throttles: readonly Throttle[] | undefined;
}

/** The limits that are reached and the factors that are locked: what "unlock" ends. */
export function locksOf(
  { throttles = [], authenticators = [] }: Pick<Person, 'throttles' | 'authenticators'>,
  now: number,
): { readonly throttles: readonly Throttle[]; readonly authenticators: readonly Authenticator[] } {
  return {
    throttles: throttles.filter(({ failures }) => failures > 0),
    authenticators: authenticators.filter(({ lockedUntil = 0 }) => lockedUntil > now),
  };
}

/** Whether a login is held back now. */
export function isLocked(person: Pick<Person, 'throttles' | 'authenticators'>, now: number) {
  const { throttles, authenticators } = locksOf(person, now);
  return authenticators.length > 0 || throttles.some(({ failures, limit }) => failures >= limit);
}
