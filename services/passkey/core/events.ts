import type { Passkey } from './passkey.js';

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

/** What happened, as the outbox gets it. */
export type PasskeyEvent =
  | {
      readonly type: 'registered' | 'renamed' | 'removed' | 'suspended' | 'restored';
      readonly account: string;
      readonly passkey: Passkey;
      readonly actor: EventActor;
    }
  /** An answer with a right signature and a counter that does not go up: the passkey may have been copied. */
  | {
      readonly type: 'counter-fell';
      readonly account: string;
      readonly passkey: Passkey;
      readonly counter: number;
      readonly clientIp: string;
      readonly decisionId: string;
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
      readonly scope: 'account+address' | 'address' | 'account';
      /** Empty for scope `address`. */
      readonly account: string;
      /** Empty for scope `account`. */
      readonly address: string;
    }
  | {
      readonly type: 'throttle-cleared';
      /** Of this account, or, empty, at that address. */
      readonly account: string;
      readonly address: string;
      readonly failures: number;
      readonly actor: EventActor;
    };
