import type * as z from 'zod';
import type { passkeyCounterFell } from '../../libs/events/definitions/passkey.js';
import type { Emit } from '../../libs/events/index.js';
import type { ClaimEnrolment, NotBeforeAsk, NotBeforeTeller } from '../../libs/not-before/index.js';
import type { CallScope, Subject, Throttle, ThrottleRecord } from '../../libs/throttle/index.js';
import type { TicketClaims } from '../../libs/ticket/index.js';
import type { FailedRegistrationCheck } from './core/checks.js';
import type { SignInHost } from './core/hosts.js';
import type { Model } from './core/models.js';
import type { NewCredential, Passkey } from './core/passkey.js';
import type { Assertion, Attestation } from './core/response.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';
export type { ClaimEnrolment, NotBeforeAsk };

/** Tells trust-store, once the change is committed. */
export type NotBefore = Pick<NotBeforeTeller, 'tell'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A ticket that was verified, but may have been used before. */
export type Ticket = UsedTicket &
  Pick<TicketClaims, 'account' | 'purpose' | 'frontEnd' | 'decisionId' | 'loginBegunAt'>;

export type { CallScope, Subject, Throttle, ThrottleRecord };

/** A passkey with what verifying an assertion needs. */
export interface StoredPasskey extends Passkey {
  readonly account: string;
  readonly credentialId: Buffer;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  /** The account's, at registration given to the authenticator. */
  readonly userHandle: Buffer;
  /** False: it waits for its person to keep the recovery codes. */
  readonly isActive: boolean;
  /** Since when it is a way in; undefined: that was not kept. */
  readonly activatedAt: number | undefined;
  /** It verifies nothing, and counts as enrolled: its owner disowned a sign-in. */
  readonly suspendedAt: number | undefined;
}

/** A registration that waits for what the browser makes. */
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
  /** May only become the account's first. */
  readonly onlyFirst: boolean;
  readonly expiresAt: number;
}

/** What a passkey waits for that is not active yet. */
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

/** The use of a passkey, once its signature was right. */
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

/** A transaction on one account, which it holds. All of it happens, or nothing. */
export interface AccountTransaction {
  /** By creation; those whose confirmation has lapsed at `now` are not there any more. */
  passkeys(now: number): Promise<StoredPasskey[]>;
  /** The account's user handle, made by `make` where there is none. */
  userHandle(make: () => Buffer): Promise<Buffer>;
  /** @returns false where a passkey with this credential id is registered already, whoever's */
  addPasskey(passkey: NewPasskey): Promise<boolean>;
  /** What an inactive one waits for. */
  waiting(id: string): Promise<Waiting | undefined>;
  activate(id: string, now: number): Promise<void>;
  /** Undefined: it verifies again. */
  setSuspended(id: string, at: number | undefined): Promise<void>;
  /** What waits for a browser waits no longer. */
  endRegistrations(): Promise<void>;
  rename(id: string, label: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** The newest registrations of an account stay, at most so many. */
  addRegistration(registration: Registration, most: number): Promise<void>;

  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is from before a removal */
  consumeTicket(ticket: UsedTicket): Promise<void>;
  /**
   * As `consumeTicket`, for what may be asked again and is done once; false: it was used before.
   * @throws GatepostError PERMISSION_DENIED if it is from before a removal
   */
  useOnce(ticket: UsedTicket): Promise<boolean>;
  /** What the account's earlier logins earned is over: on record with the change. */
  askNotBefore(of: { readonly reason: string; readonly actor: string }): Promise<NotBeforeAsk>;
  /** The account has its first passkey, and nothing ends: on record, until otp knows. */
  askToNote(of: { readonly actor: string }): Promise<NotBeforeAsk>;
  /** As `askNotBefore`, for the account's first second factor: what one factor earned. */
  askFirstEnrolment(of: {
    readonly decisionId: string;
    readonly keepAppPasswords: boolean;
    readonly actor: string;
  }): Promise<NotBeforeAsk>;
  /** Tickets issued before `now` are good for nothing here from then on. */
  refuseTicketsBefore(now: number): Promise<void>;
  /** Forgets all that is kept of the account; returns how many rows that were. */
  purge(): Promise<number>;
  readonly emit: Emit;
}

export interface PasskeyStore {
  /** Works on an account that is known; undefined, and no work, where it is not. */
  onHolder<T>(
    account: string,
    work: (tx: AccountTransaction) => Promise<T>,
  ): Promise<T | undefined>;
  /** Works on an account, which becomes known. */
  onAccount<T>(account: string, work: (tx: AccountTransaction) => Promise<T>): Promise<T>;
  /** As they are now, without holding the account. */
  passkeys(account: string, now: number): Promise<StoredPasskey[]>;
  hasPasskey(account: string): Promise<boolean>;
  /** The active passkey of a credential id. */
  findCredential(credentialId: Buffer): Promise<StoredPasskey | undefined>;
  /** Takes a registration, once: one statement. Undefined: there is none, it has lapsed, or is another front-end's. */
  takeRegistration(of: {
    readonly id: string;
    readonly tokenHash: Buffer;
    readonly frontEnd: string;
    readonly now: number;
  }): Promise<Registration | undefined>;
  /** Whose passkey that is, active or not. */
  holderOf(passkeyId: string): Promise<string | undefined>;
  /**
   * Uses a challenge up and moves the passkey's counter, in one statement; `event` is recorded with it where the counter
   * does not go up.
   */
  use(use: Use, event: z.input<(typeof passkeyCounterFell)['data']>): Promise<UseResult>;
}

/** Passkeys of a domain's people at one host. */
export interface CountedHost {
  readonly domain: string;
  readonly rpId: string;
  readonly passkeys: number;
  readonly people: number;
  readonly peopleOnlyHere: number;
  /** Where they were asked for, at most so many. */
  readonly accountsOnlyHere: readonly string[];
}

/** Active passkeys, counted for an administrator. It reads all there are. */
export interface PasskeyCounts {
  /** @param of.most accounts to name, of each host */
  byHost(of: { readonly domain: string; readonly most: number }): Promise<CountedHost[]>;
  byModel(domain: string): Promise<{ readonly aaguid: string; readonly passkeys: number }[]>;
}

/** What the WebAuthn library does. */
export interface WebAuthn {
  /** PublicKeyCredentialCreationOptionsJSON. */
  creationOptions(of: {
    readonly rpName: string;
    readonly rpId: string;
    readonly account: string;
    readonly userHandle: Buffer;
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    /** The authenticator is to show which model it is. */
    readonly attested: boolean;
    readonly existing: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[];
  }): Promise<string>;
  /** PublicKeyCredentialRequestOptionsJSON. */
  requestOptions(of: {
    readonly rpId: string;
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    readonly userVerification: boolean;
    readonly allowed: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[];
  }): Promise<string>;
  /** What was made; or which check refused it. */
  verifyRegistration(
    attestation: Attestation,
    expected: {
      readonly challenge: string;
      readonly host: SignInHost;
      /** It must be of one of them; undefined: of any. */
      readonly models: readonly Model[] | undefined;
      readonly now: number;
    },
  ): Promise<NewCredential | { readonly failed: FailedRegistrationCheck }>;
  /** Whether the signature is right, and all else that the library checks. */
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

/** Recovery codes, which otp keeps. */
export interface RecoveryCodes {
  /** Codes to be shown; none: the person has some. */
  issue(of: {
    readonly account: string;
    readonly frontEnd: string;
    readonly decisionId: string;
  }): Promise<OtherFactor & { readonly codes: readonly string[] }>;
  /** Recovery codes live as long as the last authenticator or passkey. */
  notePasskeys(account: string, has: boolean): Promise<OtherFactor>;
}

/** What otp keeps of the account. */
export interface OtherFactor {
  /** An active one: what was earned since was earned on two factors. */
  readonly hasAuthenticator: boolean;
}

/** Whether a login began after its account's not-before. @throws GatepostError PERMISSION_DENIED, UNAVAILABLE */
export type CheckLogin = (of: {
  readonly account: string;
  readonly loginBegunAt: number;
}) => Promise<void>;
