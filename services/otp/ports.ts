import type { Emit } from '../../libs/events/index.js';
import type { ClaimEnrolment, NotBeforeAsk, NotBeforeSender } from '../../libs/not-before/index.js';
import type {
  CallScope,
  Refusal,
  Subject,
  Throttle,
  ThrottleRecord,
} from '../../libs/throttle/index.js';
import type { TicketClaims } from '../../libs/ticket/index.js';
import type { Authenticator, CodeParameters } from './core/authenticator.js';
import type { LockState } from './core/lock.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';
export type { ClaimEnrolment, NotBeforeAsk };

/** Tells trust-store, after the change is committed. */
export type NotBefore = Pick<NotBeforeSender, 'send'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A verified ticket, which may have been used before. */
export type Ticket = UsedTicket &
  Pick<TicketClaims, 'account' | 'purpose' | 'frontEnd' | 'decisionId'>;

export type { CallScope, Refusal, Subject, Throttle, ThrottleRecord };

/** A secret sealed under a key of the key ring. */
export interface SealedSecret {
  readonly keyId: string;
  readonly bytes: Buffer;
}

export interface StoredAuthenticator extends Authenticator, LockState {
  readonly sealed: SealedSecret;
  /** Undefined once it is confirmed. */
  readonly enrolment: Enrolment | undefined;
}

/** The enrolment of an unconfirmed authenticator. */
export interface Enrolment {
  readonly tokenHash: Buffer;
  /** SPIFFE URI of the front-end that began it. */
  readonly frontEnd: string;
  /** The decision that issued the ticket. */
  readonly decisionId: string;
  /** It may only become the account's first authenticator. */
  readonly onlyFirst: boolean;
  readonly expiresAt: number;
}

export interface NewAuthenticator extends CodeParameters {
  readonly id: string;
  readonly label: string;
  readonly sealed: SealedSecret;
  readonly createdAt: number;
  readonly enrolment: Enrolment | undefined;
}

/** One attempt of a front-end to verify one code. */
export interface AttemptKey {
  readonly frontEnd: string;
  /** Empty: the attempt is never repeated, and nothing is stored about it. */
  readonly attemptId: string;
  readonly codeHash: Buffer;
}

/** The stored verdict of an attempt, for a retry. */
export interface KeptVerdict {
  readonly verdict: 'verified' | 'wrong';
  readonly authenticatorId?: string | undefined;
  /** How many recovery codes were left after it. */
  readonly left?: number | undefined;
}

export interface HashedCode {
  readonly hash: Buffer;
  readonly keyId: string;
}

/**
 * A transaction that holds one account: nobody else verifies or changes anything of the account until it ends.
 * Everything in it is committed together or not at all.
 */
export interface AccountTransaction {
  /** By creation, without those whose enrolment has lapsed at `now`. */
  authenticators(now: number): Promise<StoredAuthenticator[]>;
  addAuthenticator(authenticator: NewAuthenticator): Promise<void>;
  confirm(id: string, now: number): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  setLock(id: string, state: LockState): Promise<void>;
  setDrift(id: string, steps: number): Promise<void>;
  rename(id: string, label: string): Promise<void>;
  /** Undefined: it is restored. */
  setSuspended(id: string, at: number | undefined): Promise<void>;
  /**
   * Consumes a time step of an authenticator and marks the authenticator used at `now`. False if the step was consumed
   * before. One statement on a unique constraint.
   */
  useStep(id: string, step: number, now: number): Promise<boolean>;

  recoveryCodesLeft(): Promise<number>;
  /** As the passkey service last reported. */
  hasPasskey(): Promise<boolean>;
  setPasskey(has: boolean): Promise<void>;
  /** The keys that the account's recovery codes were hashed with. */
  recoveryKeyIds(): Promise<string[]>;
  /** Consumes the recovery code with one of these hashes, in one statement. */
  useRecoveryCode(hashes: readonly Buffer[], now: number): Promise<'used' | 'spent' | 'unknown'>;
  /** Replaces all codes. Returns how many of the old ones were unused. */
  replaceRecoveryCodes(codes: readonly HashedCode[], now: number): Promise<number>;

  /** The verdict of the same attempt, if it was given after `since`. */
  findAttempt(key: AttemptKey, since: number): Promise<KeptVerdict | undefined>;
  recordAttempt(key: AttemptKey, attempt: KeptVerdict, now: number): Promise<void>;
  forgetAttempts(): Promise<void>;
  /** Deletes unused recovery codes made at or after `since`. Returns how many. */
  voidRecoveryCodes(since: number): Promise<number>;

  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is from before a reset */
  consumeTicket(ticket: UsedTicket): Promise<void>;
  /** Undoes this transaction's own use of the ticket, so that it is valid again. */
  returnTicket(ticket: UsedTicket): Promise<void>;
  /** As `consumeTicket`, for a call that may be repeated. False if the ticket was used before. */
  useOnce(ticket: UsedTicket): Promise<boolean>;
  /** Records, with the change, that what the account's earlier logins earned must end. */
  askNotBefore(of: { readonly reason: string; readonly actor: string }): Promise<NotBeforeAsk>;
  /** As `askNotBefore`, for the account's first second factor: ends what one factor earned. */
  askFirstEnrolment(of: {
    /** The decision whose ticket began it. Undefined if an administrator set up the factor. */
    readonly decisionId: string | undefined;
    /** Whether the person keeps the app passwords that one factor made. */
    readonly keepAppPasswords: boolean;
    readonly actor: string;
  }): Promise<NotBeforeAsk>;
  /** Tickets issued before `now` are refused here from then on. */
  refuseTicketsBefore(now: number): Promise<void>;
  /** Removes everything stored about the account. Returns the number of rows. */
  purge(): Promise<number>;
  readonly emit: Emit;
}

export interface OtpStore {
  /** Runs work on a known account. If the account is unknown, returns undefined without running it. */
  onHolder<T>(
    account: string,
    work: (tx: AccountTransaction) => Promise<T>,
  ): Promise<T | undefined>;
  /** Runs work on an account, which becomes known. */
  onAccount<T>(account: string, work: (tx: AccountTransaction) => Promise<T>): Promise<T>;
  /** The current state, without holding the account. */
  authenticators(account: string, now: number): Promise<StoredAuthenticator[]>;
  recoveryCodesLeft(account: string): Promise<number>;
  hasPasskey(account: string): Promise<boolean>;
  findAttempt(account: string, key: AttemptKey, since: number): Promise<KeptVerdict | undefined>;
  /** The account that the authenticator belongs to. */
  holderOf(authenticatorId: string): Promise<string | undefined>;
}

/** What only the holder of the key ring can compute. */
export interface Secrets {
  /** Id of the key that seals new secrets. */
  readonly newestKeyId: string;
  /** Bound to account and authenticator. */
  seal(secret: Uint8Array, account: string, id: string): SealedSecret;
  /** @throws GatepostError INTERNAL if it was sealed for another account or authenticator, or changed */
  open(sealed: SealedSecret, account: string, id: string): Buffer;
  /** A keyed hash of account and recovery code, with the newest key if none is named. */
  hashRecoveryCode(account: string, code: string, keyId?: string): HashedCode;
  /** A keyed hash of an attempt's code. */
  hashAttempt(kind: 'code' | 'recovery-code', code: string): Buffer;
}

/** Draws a text as a QR code. */
export type DrawQrCode = (text: string) => Promise<{ svg: Buffer; png: Buffer }>;
