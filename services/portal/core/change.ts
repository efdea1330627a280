import type { Service } from '../../../libs/names/services.js';
import type { Act } from './act.js';
import type { OwnAppPassword, OwnPasswordRules, OwnWays } from './own.js';
import type { NoticeWishes } from './own-notices.js';

/** What was done. Each names a message. */
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

/** What a person does about their account after a fresh proof. It holds no secret. */
export interface Change {
  /** Canonical. */
  readonly account: string;
  readonly act: Exclude<Act, 'authenticator' | 'passkey' | 'trust-ip'>;
  /** `show-once`: shows what was made, until the person goes on. */
  readonly page: 'act' | 'show-once';
  /** For `app-password`: what it is for. */
  readonly service?: Service | undefined;
  /** For `ways`. */
  readonly ways?: OwnWays | undefined;
  /** For `app-passwords`. */
  readonly appPasswords?: readonly OwnAppPassword[] | undefined;
  /** For `password`. */
  readonly password?: OwnPasswordRules | undefined;
  /** For `second-address` and `remove-second-address`. */
  readonly notices?: NoticeWishes | undefined;
  /** Stores where the remaining ticket is used up. A change there needs a fresh proof. */
  readonly spentAt?: readonly Store[] | undefined;
  /** What was done last, shown above the list. */
  readonly done?: Done | undefined;
  /** How many things it was done to. */
  readonly doneTo?: number | undefined;
  /** The app password that was made. */
  readonly made?: { readonly label: string; readonly services: readonly Service[] } | undefined;
}

/** Services that use up a ticket: each accepts it once. */
export type Store = 'otp' | 'passkey' | 'credential' | 'notice';

export interface ChangeSecrets {
  /** Tickets of purpose `manage` that at least one service still accepts. */
  readonly tickets: readonly string[];
  readonly recoveryCodes?: readonly string[] | undefined;
  readonly appPassword?: string | undefined;
}
