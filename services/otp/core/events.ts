import type { CodeParameters } from './authenticator.js';

/** Who did it: a person with a ticket, or an administrator. */
export type EventActor =
  | {
      readonly kind: 'person';
      /** SPIFFE URI. */
      readonly frontEnd: string;
      /** The decision that the ticket came with. */
      readonly decisionId: string | undefined;
    }
  | {
      readonly kind: 'admin';
      /** SPIFFE URI. */
      readonly certificate: string;
      readonly onBehalfOf: string;
      readonly comment: string;
    };

export type SecretKind = 'password' | 'app-password' | 'code' | 'passkey';
export type ThrottleScope = 'account+address' | 'address' | 'account';

export interface NamedAuthenticator extends CodeParameters {
  readonly id: string;
  readonly label: string;
}

/** What happened, as the outbox gets it. No secret, no code. */
export type OtpEvent =
  | {
      readonly type: 'enrolment-begun' | 'authenticator-confirmed' | 'authenticator-imported';
      readonly account: string;
      readonly authenticator: NamedAuthenticator;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'authenticator-removed';
      readonly account: string;
      readonly authenticator: NamedAuthenticator;
      /** Unused recovery codes that died with it, as it was the last. */
      readonly recoveryCodes: number;
      readonly actor: EventActor;
    }
  | {
      readonly type:
        | 'authenticator-unlocked'
        | 'authenticator-suspended'
        | 'authenticator-restored';
      readonly account: string;
      readonly authenticator: NamedAuthenticator;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'authenticator-resynchronised';
      readonly account: string;
      readonly authenticator: NamedAuthenticator;
      readonly driftSeconds: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'authenticator-locked';
      readonly account: string;
      readonly authenticator: NamedAuthenticator;
      readonly failures: number;
      readonly until: number;
      readonly clientIp: string;
      readonly decisionId: string;
    }
  | {
      readonly type: 'recovery-codes-issued';
      readonly account: string;
      readonly count: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'recovery-code-used' | 'recovery-codes-few';
      readonly account: string;
      readonly left: number;
      readonly clientIp: string;
      readonly decisionId: string;
    }
  | {
      readonly type: 'reset';
      readonly account: string;
      readonly authenticators: number;
      readonly recoveryCodes: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'purged';
      readonly account: string;
      readonly rows: number;
      readonly certificate: string;
      readonly actor: string;
    }
  /** A limit was reached by failures, or has room again. */
  | {
      readonly type: 'throttle-locked' | 'throttle-unlocked';
      readonly secret: SecretKind;
      readonly scope: ThrottleScope;
      /** Empty for scope `address`. */
      readonly account: string;
      /** Empty for scope `account`. */
      readonly address: string;
      /** Empty: codes are not named. */
      readonly named: string;
    }
  | {
      readonly type: 'throttle-cleared';
      /** Of this account, or, empty, at that address. */
      readonly account: string;
      readonly address: string;
      readonly failures: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'keys-rotated';
      readonly keyId: string;
      /** Secrets sealed again. */
      readonly sealed: number;
      readonly actor: EventActor;
    };
