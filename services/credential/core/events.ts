import type { Service } from '../../../libs/names/services.js';
import type { Backend } from './backend.js';

/** Who did it: a person with a ticket, or an administrator. */
export type EventActor =
  | {
      readonly kind: 'person';
      /** SPIFFE URI. */
      readonly frontEnd: string;
      /** The decision that the ticket came with. */
      readonly decisionId: string;
    }
  | {
      readonly kind: 'admin';
      /** SPIFFE URI. */
      readonly certificate: string;
      readonly onBehalfOf: string;
      readonly comment: string;
    };

export interface NamedAppPassword {
  readonly id: string;
  readonly label: string;
  readonly services: readonly Service[];
  readonly expiresAt: number | undefined;
}

export type SecretKind = 'password' | 'app-password' | 'code' | 'passkey';
export type ThrottleScope = 'account+address' | 'address' | 'account';

/** What happened, as the outbox gets it. No password, no hash. */
export type CredentialEvent =
  | {
      readonly type: 'account-created';
      readonly account: string;
      readonly hasPassword: boolean;
      readonly actor: EventActor;
    }
  | { readonly type: 'password-set'; readonly account: string; readonly actor: EventActor }
  | {
      readonly type: 'password-imported';
      readonly account: string;
      /** Such as `bcrypt`. */
      readonly scheme: string;
      readonly actor: EventActor;
    }
  /** At a login with the right password: what was imported, or made with other parameters, is argon2id now. */
  | { readonly type: 'password-rehashed'; readonly account: string; readonly scheme: string }
  | {
      readonly type: 'app-password-created' | 'app-password-revoked';
      readonly account: string;
      readonly appPassword: NamedAppPassword;
      readonly actor: EventActor;
    }
  /** A person said that what an event tells of was not them. */
  | {
      readonly type: 'disowned';
      readonly account: string;
      /** The event. */
      readonly about: string;
      readonly since: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'app-password-expired';
      readonly account: string;
      readonly appPassword: NamedAppPassword;
    }
  | {
      readonly type: 'app-password-many-networks';
      readonly account: string;
      readonly appPassword: NamedAppPassword;
      readonly networks: number;
      readonly clientIp: string;
      readonly decisionId: string;
    }
  | { readonly type: 'backend-set'; readonly backend: Backend; readonly actor: EventActor }
  | {
      readonly type: 'throttle-locked' | 'throttle-unlocked';
      readonly secret: SecretKind;
      readonly scope: ThrottleScope;
      /** Empty for scope `address`. */
      readonly account: string;
      /** Empty for scope `account`. */
      readonly address: string;
      /** The public part of an app password; else empty. */
      readonly named: string;
    }
  | {
      readonly type: 'throttle-cleared';
      /** Empty if an address was cleared. */
      readonly account: string;
      /** Empty if an account was cleared. */
      readonly address: string;
      readonly failures: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'purged';
      readonly account: string;
      readonly rows: number;
      /** SPIFFE URI. */
      readonly certificate: string;
      readonly actor: string;
    };
