import type * as z from 'zod';
import type { passkeyCounterFell } from '../../libs/events/definitions/passkey.js';
import type { Emit } from '../../libs/events/index.js';
import type { ClaimEnrolment, NotBeforeAsk, NotBeforeSender } from '../../libs/not-before/index.js';
import type { CallScope, Subject, Throttle, ThrottleRecord } from '../../libs/throttle/index.js';
import type { TicketClaims } from '../../libs/ticket/index.js';
import type { FailedRegistrationCheck } from './core/checks.js';
import type { Move, SignInHost } from './core/hosts.js';
import type { Model } from './core/models.js';
import type { NewCredential, Passkey } from './core/passkey.js';
import type { Assertion, Attestation } from './core/response.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';
export type { ClaimEnrolment, NotBeforeAsk };

/** Tells trust-store, after the change is committed. */
export type NotBefore = Pick<NotBeforeSender, 'send'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A verified ticket, which may have been used before. */
export type Ticket = UsedTicket &
  Pick<TicketClaims, 'account' | 'purpose' | 'frontEnd' | 'decisionId' | 'loginBegunAt'>;

export type { CallScope, Subject, Throttle, ThrottleRecord };

/** A passkey with the data that verifying an assertion needs. */
export interface StoredPasskey extends Passkey {
  readonly account: string;
  readonly credentialId: Buffer;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  /** The account's user handle, given to the authenticator at registration. */
  readonly userHandle: Buffer;
  /** False while it waits for its person to keep the recovery codes. */
  readonly isActive: boolean;
  /** When it was activated. Undefined if that was not stored. */
  readonly activatedAt: number | undefined;
  /** When it was suspended, because its owner disowned a sign-in. It verifies nothing since, but counts as enrolled. */
  readonly suspendedAt: number | undefined;
}

/** A registration that waits for the browser's response. */
export interface Registration {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly tokenHash: Buffer;
  readonly challenge: Buffer;
  readonly rpId: string;
  readonly frontEnd: string;
  readonly decisionId: string;
  readonly loginBegunAt: number;
  /** It may only become the account's first second factor. */
  readonly onlyFirst: boolean;
  readonly expiresAt: number;
}

/** The pending confirmation of an inactive passkey. */
export interface Waiting {
  readonly tokenHash: Buffer;
  readonly frontEnd: string;
  readonly decisionId: string;
  readonly loginBegunAt: number;
  readonly onlyFirst: boolean;
  readonly keepAppPasswords: boolean;
  readonly expiresAt: number;
}

export interface NewPasskey extends NewCredential {
  readonly id: string;
  readonly label: string;
  readonly rpId: string;
  readonly createdAt: number;
  /** Until it is activated. */
  readonly waiting: Waiting;
}

/** The use of a passkey after its signature was verified. */
export interface Use {
  readonly id: string;
  readonly challenge: Buffer;
  /** Until when the challenge could be presented again. */
  readonly challengeUntil: number;
  readonly counter: number;
  readonly backedUp: boolean;
  readonly now: number;
}

export type UseResult = 'used' | 'challenge-used' | 'counter' | 'removed' | 'suspended';

/** A transaction that holds one account. Everything in it is committed together or not at all. */
export interface AccountTransaction {
  /** By creation, without those whose confirmation has lapsed at `now`. */
  passkeys(now: number): Promise<StoredPasskey[]>;
  /** The account's user handle. If there is none, `make` makes it. */
  userHandle(make: () => Buffer): Promise<Buffer>;
  /** @returns false if a passkey with this credential id is already registered, for any account */
  addPasskey(passkey: NewPasskey): Promise<boolean>;
  /** The pending confirmation of an inactive passkey. */
  waiting(id: string): Promise<Waiting | undefined>;
  activate(id: string, now: number): Promise<void>;
  /** Undefined: it is restored. */
  setSuspended(id: string, at: number | undefined): Promise<void>;
  /** Ends the registrations that wait for a browser. */
  endRegistrations(): Promise<void>;
  rename(id: string, label: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Only the newest `most` registrations of an account are kept. */
  addRegistration(registration: Registration, most: number): Promise<void>;

  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is from before a removal */
  consumeTicket(ticket: UsedTicket): Promise<void>;
  /**
   * As `consumeTicket`, for a call that may be repeated but takes effect once. False if the ticket was used before.
   * @throws GatepostError PERMISSION_DENIED if it is from before a removal
   */
  useOnce(ticket: UsedTicket): Promise<boolean>;
  /** Records, with the change, that what the account's earlier logins earned must end. */
  askNotBefore(of: { readonly reason: string; readonly actor: string }): Promise<NotBeforeAsk>;
  /** Records, until otp knows it, that the account has its first passkey. Nothing ends. */
  askToNote(of: { readonly actor: string }): Promise<NotBeforeAsk>;
  /** As `askNotBefore`, for the account's first second factor: ends what one factor earned. */
  askFirstEnrolment(of: {
    readonly decisionId: string;
    readonly keepAppPasswords: boolean;
    readonly actor: string;
  }): Promise<NotBeforeAsk>;
  /** Tickets issued before `now` are refused here from then on. */
  refuseTicketsBefore(now: number): Promise<void>;
  /** Removes everything stored about the account. Returns the number of rows. */
  purge(): Promise<number>;
  readonly emit: Emit;
}

export interface PasskeyStore {
  /** Runs work on a known account. If the account is unknown, returns undefined without running it. */
  onHolder<T>(
    account: string,
    work: (tx: AccountTransaction) => Promise<T>,
  ): Promise<T | undefined>;
  /** Runs work on an account, which becomes known. */
  onAccount<T>(account: string, work: (tx: AccountTransaction) => Promise<T>): Promise<T>;
  /** The current state, without holding the account. */
  passkeys(account: string, now: number): Promise<StoredPasskey[]>;
  hasPasskey(account: string): Promise<boolean>;
  /** The active passkey with a credential id. */
  findCredential(credentialId: Buffer): Promise<StoredPasskey | undefined>;
  /**
   * Takes a registration once, in one statement. Undefined if there is none, it has lapsed, or it belongs to another
   * front-end.
   */
  takeRegistration(of: {
    readonly id: string;
    readonly tokenHash: Buffer;
    readonly frontEnd: string;
    readonly now: number;
  }): Promise<Registration | undefined>;
  /** The account that the passkey belongs to, active or not. */
  holderOf(passkeyId: string): Promise<string | undefined>;
  /**
   * Consumes a challenge and updates the passkey's counter, in one statement. If the counter does not increase, `event`
   * is recorded with it.
   */
  use(use: Use, event: z.input<(typeof passkeyCounterFell)['data']>): Promise<UseResult>;
  /**
   * Records, for at most `most` people who have passkeys of the old host, that they are to be notified of the move.
   * Each person is chosen once, at whatever replica. If the move now ends earlier than their mail said, they are chosen
   * again.
   * @returns how many
   */
  notifyOfMove(move: Move, of: { readonly now: number; readonly most: number }): Promise<number>;
}

/** Passkeys of a domain's people at one host. */
export interface CountedHost {
  readonly domain: string;
  readonly rpId: string;
  readonly passkeys: number;
  readonly people: number;
  readonly peopleOnlyHere: number;
  /** At most the number that was asked for; empty if none was. */
  readonly accountsOnlyHere: readonly string[];
}

/** Counts of active passkeys, for an administrator. Reads all of them. */
export interface PasskeyCounts {
  /** @param of.most how many accounts to list for each host */
  byHost(of: { readonly domain: string; readonly most: number }): Promise<CountedHost[]>;
  byModel(domain: string): Promise<{ readonly aaguid: string; readonly passkeys: number }[]>;
}

/** The operations of the WebAuthn library. */
export interface WebAuthn {
  /** Returns PublicKeyCredentialCreationOptionsJSON. */
  creationOptions(of: {
    readonly rpName: string;
    readonly rpId: string;
    readonly account: string;
    readonly userHandle: Buffer;
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    /** Whether the authenticator must attest its model. */
    readonly attested: boolean;
    readonly existing: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[];
  }): Promise<string>;
  /** Returns PublicKeyCredentialRequestOptionsJSON. */
  requestOptions(of: {
    readonly rpId: string;
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    readonly userVerification: boolean;
    readonly allowed: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[];
  }): Promise<string>;
  /** Returns the new credential, or the check that refused it. */
  verifyRegistration(
    attestation: Attestation,
    expected: {
      readonly challenge: string;
      readonly host: SignInHost;
      /** The accepted models. Undefined for any. */
      readonly models: readonly Model[] | undefined;
      readonly now: number;
    },
  ): Promise<NewCredential | { readonly failed: FailedRegistrationCheck }>;
  /** Whether the signature and everything else that the library checks is right. */
  verifyAssertion(
    assertion: Assertion,
    passkey: Pick<StoredPasskey, 'credentialId' | 'publicKey'>,
    expected: {
      readonly challenge: string;
      readonly host: SignInHost;
      readonly userVerification: boolean;
    },
  ): Promise<boolean>;
}

/** Recovery codes, which otp stores. */
export interface RecoveryCodes {
  /** The codes to show; empty if the person has some already. */
  issue(of: {
    readonly account: string;
    readonly frontEnd: string;
    readonly decisionId: string;
  }): Promise<OtherFactor & { readonly codes: readonly string[] }>;
  /** Reports whether the account has a passkey. Recovery codes are removed with the last authenticator or passkey. */
  notePasskeys(account: string, has: boolean): Promise<OtherFactor>;
}

/** What otp knows about the account. */
export interface OtherFactor {
  /** Whether there is an active authenticator. What was earned since it was enrolled was earned with two factors. */
  readonly hasAuthenticator: boolean;
}

/** Whether a login began after its account's not-before. @throws GatepostError PERMISSION_DENIED, UNAVAILABLE */
export type CheckLogin = (of: {
  readonly account: string;
  readonly loginBegunAt: number;
}) => Promise<void>;
