import type { Service } from '../../../libs/names/services.js';
import type { CallScope, HeldTrust, TrustFound, TrustGrant } from '../core/answers.js';
import type { TrustLimits } from '../core/trust-limits.js';

export interface TrustQuestion {
  readonly account: string;
  /** Undefined if no rule that can still match asks for it. */
  readonly address: string | undefined;
  readonly deviceToken: string | undefined;
  readonly limits: TrustLimits;
}

export interface TrustWish {
  readonly account: string;
  readonly address: string;
  readonly ipSeconds: number | undefined;
  readonly deviceSeconds: number | undefined;
  readonly deviceToken: string | undefined;
  readonly deviceLabel: string;
  readonly limits: TrustLimits;
  readonly decisionId: string;
  /** When the login began, ms since the epoch. What it presented is judged as of this time. */
  readonly presentedAt: number;
}

/** A session for trust-store to keep. */
export interface SessionWish {
  readonly account: string;
  readonly sessionId: string;
  readonly sealed: Buffer;
  /** ms since the epoch */
  readonly until: number;
  /** Ids of the trust that carried the sign-in. */
  readonly carriedBy: readonly string[];
  readonly limits: TrustLimits;
  readonly decisionId: string;
  readonly fromIp: string;
  readonly client: string;
  readonly service: Service;
  /** When the login began, ms since the epoch. */
  readonly presentedAt: number;
}

export type DeviceUse =
  | { readonly outcome: 'rotated'; readonly deviceToken: string }
  | { readonly outcome: 'stolen' | 'gone' };

export interface Trust {
  check(question: TrustQuestion, call: CallScope): Promise<TrustFound>;
  /** How many addresses and devices are trusted now. */
  count(
    account: string,
    call: CallScope,
  ): Promise<{ readonly addresses: number; readonly devices: number }>;
  grant(
    wish: TrustWish,
    call: CallScope,
  ): Promise<{ readonly grants: readonly TrustGrant[]; readonly deviceToken: string }>;
  useDevice(
    use: {
      readonly account: string;
      readonly address: string;
      readonly deviceToken: string;
      readonly decisionId: string;
      readonly limits: TrustLimits;
      readonly presentedAt: number;
    },
    call: CallScope,
  ): Promise<DeviceUse>;
  /** Records that a trusted address carried an ALLOW. Does not wait and never fails. */
  noteUse(use: {
    readonly account: string;
    readonly trustId: string;
    readonly address: string;
  }): void;
  grantSession(
    wish: SessionWish,
    call: CallScope,
  ): Promise<{ readonly held: HeldTrust } | { readonly refused: string }>;
  /** Undefined if it does not hold. */
  checkSession(
    of: {
      readonly account: string;
      readonly sessionId: string;
      readonly limits: TrustLimits;
    },
    call: CallScope,
  ): Promise<(HeldTrust & { readonly sealed: Buffer }) | undefined>;
  /** True if it held until now. */
  endSession(
    of: { readonly account: string; readonly sessionId: string; readonly actor: string },
    call: CallScope,
  ): Promise<boolean>;
  /** Sets the account's not-before and ends everything that its earlier logins earned. */
  setNotBefore(
    of: { readonly account: string; readonly reason: string; readonly actor: string },
    call: CallScope,
  ): Promise<void>;
  setLimits(limits: readonly TrustLimits[], call: CallScope): Promise<void>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}
