import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import type { Limits } from '../core/limits.js';
import type { Held } from '../core/trust.js';

export interface GrantRequest {
  readonly account: Account;
  readonly ip: { readonly address: Address; readonly seconds: number } | undefined;
  readonly device:
    | { readonly seconds: number; readonly label: string; readonly token: string | undefined }
    | undefined;
  readonly limits: Limits;
  readonly decisionId: string;
  readonly fromIp: string;
  readonly presentedAt: number | undefined;
}

/** `ended`: the login began before the account's not-before, or the trust that carried it has ended. */
export type GrantOutcome =
  | { readonly held: Held }
  | { readonly refused: 'limit' | 'not-offered' | 'ended' };

export interface GrantResult {
  readonly ip: GrantOutcome | undefined;
  readonly device: GrantOutcome | undefined;
  /** Set with a granted device. */
  readonly deviceToken: string | undefined;
}
