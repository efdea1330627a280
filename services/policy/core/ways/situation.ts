import type { Address } from '../../../../libs/names/address.js';
import type { Service } from '../../../../libs/names/services.js';
import type { Presented } from '../../../../libs/policy/decide/plan.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';

/** What a person has at hand. */
export interface Holdings {
  /** A main password that can be compared here. */
  readonly password: boolean;
  /** An app password that opens the login's service. */
  readonly appPassword: boolean;
  /** One more app password may be made. */
  readonly roomForAppPassword: boolean;
  /** An authenticator, which may be suspended; likewise a passkey, which may be of a host that is given up. */
  readonly otp: boolean;
  readonly passkey: boolean;
  /** An authenticator that verifies codes. */
  readonly authenticator: boolean;
  /** One that is left. */
  readonly recoveryCode: boolean;
  /** The sign-in hosts at which a passkey signs in now. */
  readonly passkeyHosts: readonly string[];
  /** The domain has an identity provider. */
  readonly saml: boolean;
}

/** A client of the sign-in page that opens mail from the login's address, for the account's domain. */
export interface SessionClient {
  readonly id: string;
  /** What is signed in for. */
  readonly service: Service;
  /** It gets no session from a rule with `bind-session-to-ip`. */
  readonly oidc: boolean;
}

/** A login that was not let in, and all that decides what would help. */
export interface Situation {
  /** That decides today; undefined: there is none. */
  readonly policy: Policy | undefined;
  /** ms since the epoch */
  readonly now: number;
  /** Canonical. */
  readonly account: string;
  readonly service: Service;
  readonly address: Address;
  /** The program can ask for more than it presents by itself. */
  readonly interactive: boolean;
  readonly presented: Presented;
  /** What of that was right, or was not compared. */
  readonly right: {
    readonly first: boolean;
    readonly second: boolean;
    readonly passkey: boolean;
  };
  /** Whether the address is trusted now. */
  readonly trustedIp: boolean;
  /** Undefined: not known; what helps then helps either way. */
  readonly trustedDevice: boolean | undefined;
  readonly has: Holdings;
  /** Offered, and one more may be granted. */
  readonly room: { readonly ip: boolean; readonly device: boolean };
  /** Where the person is signed in now; undefined: not known. */
  readonly browser: Address | undefined;
  readonly clients: readonly SessionClient[];
}

/** What a person can type as the second factor. */
export interface Codes {
  readonly authenticator: boolean;
  readonly recoveryCode: boolean;
}

/** From where a sign-in that a step takes is to come. */
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
      /** Which of them the person has. */
      readonly by: Codes;
    }
  | {
      readonly kind: 'present';
      readonly factor: 'passkey';
      /** Where it works; none: where it is yet to be made. */
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'create-app-password';
      /** Made on a password alone. */
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
      /** Where a sign-in earns it. */
      readonly services: readonly Service[];
    }
  | {
      readonly kind: 'sign-in';
      readonly client: string;
      readonly services: readonly Service[];
    }
  | { readonly kind: 'come-from'; readonly networks: readonly string[] };

/** Steps that are enough together; none can be left out. */
export type WayIn = readonly Step[];
