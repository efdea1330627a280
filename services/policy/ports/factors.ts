import type { Service } from '../../../libs/names/services.js';
import type { Verdict } from '../../../libs/names/verdict.js';
import type {
  AcceptedAssertion,
  Asking,
  CallScope,
  Compared,
  Enrolment,
  PasskeyStart,
  PasskeyVerdict,
  SamlStart,
} from '../core/answers.js';
import type { FirstFactor, PresentedPasskey, SecondFactor } from '../core/login.js';

export interface Credentials {
  verifyPassword(asking: Asking, password: Buffer, call: CallScope): Promise<Compared>;
  verifyAppPassword(
    asking: Asking,
    service: Service,
    password: Buffer,
    call: CallScope,
  ): Promise<Compared>;
  /** Whether what a main password earned at `since` (ms since the epoch) still holds. A directory may say no. */
  stillHolds(
    of: { readonly account: string; readonly since: number },
    call: CallScope,
  ): Promise<boolean>;
  /** What the account could present. Nothing is compared. */
  describe(account: string, call: CallScope): Promise<DescribedCredentials>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface DescribedCredentials {
  /** A main password can be compared. */
  readonly mainPassword: boolean;
  /** The services that the account's app passwords open. */
  readonly appPasswordServices: readonly Service[];
  /** How many more app passwords it may have. */
  readonly appPasswordsLeft: number;
}

export interface Otp {
  enrolment(account: string, call: CallScope): Promise<Enrolment>;
  /** As `enrolment`, with the number of unused recovery codes. */
  describe(
    account: string,
    call: CallScope,
  ): Promise<Enrolment & { readonly recoveryCodesLeft: number }>;
  verify(asking: Asking, factor: SecondFactor, call: CallScope): Promise<Compared>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface Passkeys {
  enrolled(account: string, call: CallScope): Promise<boolean>;
  /** As `enrolled`, with the sign-in hosts at which a passkey works now. */
  describe(
    account: string,
    call: CallScope,
  ): Promise<{ readonly enrolled: boolean; readonly hosts: readonly string[] }>;
  /** Undefined if passkeys are not offered at this host. */
  begin(
    asking: Asking,
    wish: {
      readonly signInHost: string;
      /** A first factor of the account was verified. */
      readonly firstVerified: boolean;
      readonly userVerification: boolean;
    },
    call: CallScope,
  ): Promise<PasskeyStart | undefined>;
  /** Verifies for the account in `asking`. If that is empty, the passkey names the account. */
  verify(
    asking: Asking,
    passkey: PresentedPasskey,
    wish: { readonly signInHost: string; readonly userVerification: boolean },
    call: CallScope,
  ): Promise<PasskeyVerdict>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

export interface SamlVerdict {
  readonly verdict: Verdict;
  /** The check that refused it; empty if none did. */
  readonly failedCheck: string;
  /** When the identity provider wants the session to end, ms since the epoch. */
  readonly sessionUntil: number | undefined;
  /** With `verified`: the canonical account it names. */
  readonly account: string;
  /** With `verified`: which assertion. Undefined if the saml service does not say. */
  readonly assertion?: AcceptedAssertion | undefined;
}

export interface Saml {
  available(domain: string, call: CallScope): Promise<boolean>;
  /** Which of these domains have an identity provider. Takes any number of domains. Used outside the login path. */
  availableAmong(domains: readonly string[], call: CallScope): Promise<ReadonlySet<string>>;
  begin(asking: Asking, domain: string, call: CallScope): Promise<SamlStart>;
  consume(
    asking: Asking,
    domain: string,
    response: Extract<FirstFactor, { kind: 'saml' }>,
    call: CallScope,
  ): Promise<SamlVerdict>;
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}
