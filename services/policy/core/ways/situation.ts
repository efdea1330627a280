import type { Address } from '../../../../libs/names/address.js';
import type { Service } from '../../../../libs/names/services.js';
import type { Presented } from '../../../../libs/policy/decide/plan.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';

/** What a person has available. */
export interface Holdings {
  /** A main password that can be compared here. */
  readonly password: boolean;
  /** An app password that opens the login's service. */
  readonly appPassword: boolean;
  /** Whether the person may create one more app password. */
  readonly roomForAppPassword: boolean;
  /** Whether an authenticator (possibly suspended) and a passkey (possibly of a retired host) are enrolled. */
  readonly otp: boolean;
  readonly passkey: boolean;
  /** An authenticator that verifies codes. */
  readonly authenticator: boolean;
  /** A recovery code that is not used up. */
  readonly recoveryCode: boolean;
  /** The sign-in hosts at which a passkey works now. */
  readonly passkeyHosts: readonly string[];
  /** The domain has an identity provider. */
  readonly saml: boolean;
}

/** A client of the sign-in page that opens mail from the login's address, for the account's domain. */
export interface SessionClient {
  readonly id: string;
  /** The service that its sign-ins are for. */
  readonly service: Service;
  /** An OIDC client, which gets no session under a rule with `bind-session-to-ip`. */
  readonly oidc: boolean;
}

/** A login that was refused, with everything that decides what would help. */
export interface Situation {
  /** The policy that decides now. Undefined if there is none. */
  readonly policy: Policy | undefined;
  /** ms since the epoch */
  readonly now: number;
  /** Canonical. */
  readonly account: string;
  readonly service: Service;
  readonly address: Address;
  /** Whether the program can ask for more than it presents by itself. */
  readonly interactive: boolean;
  readonly presented: Presented;
  /** Which of the presented factors were right, or were not compared. */
  readonly right: {
    readonly first: boolean;
    readonly second: boolean;
    readonly passkey: boolean;
  };
  /** Whether the address is trusted now. */
  readonly trustedIp: boolean;
  /** Undefined if unknown. What helps must then help either way. */
  readonly trustedDevice: boolean | undefined;
  readonly has: Holdings;
  /** Whether each kind of trust is offered and one more may be granted. */
  readonly room: { readonly ip: boolean; readonly device: boolean };
  /** Where the person is signed in now. Undefined if unknown. */
  readonly browser: Address | undefined;
  readonly clients: readonly SessionClient[];
}

/** What a person can type as the second factor. */
export interface Codes {
  readonly authenticator: boolean;
  readonly recoveryCode: boolean;
}

/** Where a sign-in that a step requires must come from. */
export type SignInPlace =
  /** Where the person is now. */
  | { readonly kind: 'here' }
  /** Where the login came from. */
  | { readonly kind: 'login' }
  /** Any of these networks. */
  | { readonly kind: 'networks'; readonly networks: readonly string[] };

export type Step =
  | {
      readonly kind: 'present';
      readonly factor: 'password' | 'app-password' | 'saml';
    }
  | {
      readonly kind: 'present';
      readonly factor: 'otp';
      /** The codes the person has. */
      readonly by: Codes;
    }
  | {
      readonly kind: 'present';
      readonly factor: 'passkey';
      /** The hosts at which it works; empty if it has yet to be created. */
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'create-app-password';
      /** Created on a password alone. */
      readonly oneFactor: boolean;
      readonly place: SignInPlace;
      readonly services: readonly Service[];
    }
  | {
      readonly kind: 'enrol';
      readonly factor: 'otp' | 'passkey';
      readonly place: SignInPlace;
      readonly services: readonly Service[];
    }
  | {
      readonly kind: 'trust';
      readonly trust: 'ip' | 'device';
      readonly place: SignInPlace;
      /** The services for which a sign-in earns it. */
      readonly services: readonly Service[];
    }
  | {
      readonly kind: 'sign-in';
      readonly client: string;
      readonly services: readonly Service[];
    }
  | { readonly kind: 'come-from'; readonly networks: readonly string[] };

/** Steps that are sufficient together, and all necessary. */
export type WayIn = readonly Step[];
