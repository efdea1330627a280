import type { Service } from '../../../libs/names/services.js';
import type { Act } from './act.js';
import type { OwnAppPassword, OwnPasswordRules, OwnWays } from './own.js';
import type { NoticeWishes } from './own-notices.js';

/** What was done; names of messages. */
export type Done =
  | 'authenticator-added'
  | 'authenticator-renamed'
  | 'authenticator-removed'
  | 'authenticator-restored'
  | 'recovery-codes'
  | 'passkey-added'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'passkey-restored'
  | 'app-password-made'
  | 'app-passwords-ended'
  | 'password-changed'
  | 'second-address-asked'
  | 'second-address-removed';

/** What a person does about their account, after a fresh proof; no secret. */
export interface Change {
  /** Canonical. */
  readonly account: string;
  readonly act: Exclude<Act, 'authenticator' | 'passkey' | 'trust-ip'>;
  /** `show-once`: what was made is shown, until the person goes on. */
  readonly page: 'act' | 'show-once';
  /** Of `app-password`: what it is for. */
  readonly service?: Service | undefined;
  /** Of `ways`. */
  readonly ways?: OwnWays | undefined;
  /** Of `app-passwords`. */
  readonly appPasswords?: readonly OwnAppPassword[] | undefined;
  /** Of `password`. */
  readonly password?: OwnPasswordRules | undefined;
  /** Of `second-address` and `remove-second-address`. */
  readonly notices?: NoticeWishes | undefined;
  /** Where the ticket that is left was used up: what is there takes a fresh proof. */
  readonly spentAt?: readonly Store[] | undefined;
  /** What was done last, to be said above the list. */
  readonly done?: Done | undefined;
  /** To how many things. */
  readonly doneTo?: number | undefined;
  /** Of an app password that was made. */
  readonly made?: { readonly label: string; readonly services: readonly Service[] } | undefined;
}

/** Where a ticket is used up: each service takes it once. */
export type Store = 'otp' | 'passkey' | 'credential' | 'notice';

export interface ChangeSecrets {
  /** Of purpose `manage`, those that were not used yet, or not at every store. */
  readonly tickets: readonly string[];
  readonly recoveryCodes?: readonly string[] | undefined;
  readonly appPassword?: string | undefined;
}
