import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import type { Service } from '../../../libs/names/services.js';
import type { AcceptedAssertion } from './answers.js';
import type { Act } from './earned-tickets.js';

/** One login request in canonical forms: everything a decision can depend on. */
export interface Login {
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly first: FirstFactor;
  readonly second: SecondFactor | undefined;
  /** Never together with a code. */
  readonly passkey: PresentedPasskey | undefined;
  readonly beginSaml: boolean;
  readonly beginPasskey: boolean;
  /** The host of the sign-in page, in A-labels; empty if there is none. */
  readonly signInHost: string;
  /** Verify what was presented even if the rule does not need it, to earn a ticket. */
  readonly prove: boolean;
  /** The administrator's act that the person signs in for. Undefined if none. */
  readonly act: Act | undefined;
  readonly deviceToken: string | undefined;
  readonly remember: Remember | undefined;
  /** The client that a session is asked for; empty for the sign-in page itself. */
  readonly client: string;
  readonly attemptId: string;
  readonly explain: boolean;
  /** SPIFFE URI of the front-end that asks. */
  readonly frontEnd: string;
  readonly context: LoginContext;
}

export type FirstFactor =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly bytes: Buffer }
  | { readonly kind: 'app-password'; readonly bytes: Buffer }
  /** The front-end says that the main password was right. */
  | { readonly kind: 'password-verified' }
  /** Has the shape of a session's token. */
  | { readonly kind: 'session'; readonly bytes: Buffer }
  | {
      readonly kind: 'saml';
      readonly response: Buffer;
      readonly relayState: string;
      readonly loginTicket: string;
      /** Set once the response has named the account and has been consumed. */
      readonly accepted?: {
        readonly sessionUntil: number | undefined;
        readonly assertion: AcceptedAssertion | undefined;
      };
    };

export type SecondFactor =
  | { readonly kind: 'code'; readonly code: string; readonly authenticatorId: string }
  | { readonly kind: 'recovery-code'; readonly code: string };

/** A passkey's answer, alone or after a password. */
export interface PresentedPasskey {
  /** AuthenticationResponseJSON (WebAuthn Level 3). */
  readonly response: Buffer;
  readonly loginTicket: string;
  /** Set once the passkey has named the account, verified its user, and been consumed. */
  readonly accepted?: { readonly id: string | undefined };
}

/** The trust asked for, in seconds. 0 means the document's default; absent means not asked for. */
export interface Remember {
  readonly ipSeconds: number | undefined;
  readonly deviceSeconds: number | undefined;
  readonly deviceLabel: string;
  readonly sessionSeconds: number | undefined;
}

/**
 * Whether new trust of an address or a device is asked for. That requires a factor in this login; existing trust is not
 * enough.
 */
export function asksForTrust({ remember }: Pick<Login, 'remember'>): boolean {
  return remember?.ipSeconds !== undefined || remember?.deviceSeconds !== undefined;
}

/** Recorded, but never used to decide. */
export interface LoginContext {
  readonly peerAddress: string | undefined;
  readonly addressSource: string | undefined;
  readonly userAgent: string;
  /** BCP 47, of the page that asks; empty: not known. */
  readonly language: string;
  readonly sessionId: string;
  readonly tls: { readonly version: string; readonly cipher: string } | undefined;
}
