import type { Account } from '../../../libs/names/account.js';
import type { Address } from '../../../libs/names/address.js';
import type { Service } from '../../../libs/names/services.js';
import type { Act } from './earned-tickets.js';

/** One login as it was asked for, in canonical forms; everything a decision can depend on. */
export interface Login {
  readonly account: Account;
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly first: FirstFactor;
  readonly second: SecondFactor | undefined;
  /** With a passkey, never a code. */
  readonly passkey: PresentedPasskey | undefined;
  readonly beginSaml: boolean;
  readonly beginPasskey: boolean;
  /** The host of the sign-in page, A-labels; empty: none. */
  readonly signInHost: string;
  /** Verify what was presented though the rule does not need it, for a ticket. */
  readonly prove: boolean;
  /** The act of an administrator that the person signs in for; undefined: none. */
  readonly act: Act | undefined;
  readonly deviceToken: string | undefined;
  readonly remember: Remember | undefined;
  /** The client that a session is asked for; empty: the sign-in page itself. */
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
  /** The front-end's word that the main password was right. */
  | { readonly kind: 'password-verified' }
  /** What has the shape of a session's token. */
  | { readonly kind: 'session'; readonly bytes: Buffer }
  | {
      readonly kind: 'saml';
      readonly response: Buffer;
      readonly relayState: string;
      readonly loginTicket: string;
      /** It named the account, and is used up: what came of it. */
      readonly accepted?: { readonly sessionUntil: number | undefined };
    };

export type SecondFactor =
  | { readonly kind: 'code'; readonly code: string; readonly authenticatorId: string }
  | { readonly kind: 'recovery-code'; readonly code: string };

/** A passkey's answer, alone or after a password. */
export interface PresentedPasskey {
  /** AuthenticationResponseJSON (WebAuthn Level 3). */
  readonly response: Buffer;
  readonly loginTicket: string;
  /** It named the account, verified its user, and is used up. */
  readonly accepted?: boolean;
}

/** Trust asked for: seconds, 0 for the document's default; absent: not asked for. */
export interface Remember {
  readonly ipSeconds: number | undefined;
  readonly deviceSeconds: number | undefined;
  readonly deviceLabel: string;
  readonly sessionSeconds: number | undefined;
}

/** Whether new trust is asked for, of an address or a device: it needs a factor now, not an old trust. */
export function asksForTrust({ remember }: Pick<Login, 'remember'>): boolean {
  return remember?.ipSeconds !== undefined || remember?.deviceSeconds !== undefined;
}

/** Recorded, never decided on. */
export interface LoginContext {
  readonly peerAddress: string | undefined;
  readonly addressSource: string | undefined;
  readonly userAgent: string;
  readonly sessionId: string;
  readonly tls: { readonly version: string; readonly cipher: string } | undefined;
}
