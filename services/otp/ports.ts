import type { Emit } from '../../libs/events/index.js';
import type { ClaimEnrolment, NotBeforeAsk, NotBeforeTeller } from '../../libs/not-before/index.js';
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

/** Tells trust-store, once the change is committed. */
export type NotBefore = Pick<NotBeforeTeller, 'tell'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A ticket that was verified, but may have been used before. */
export type Ticket = UsedTicket &
  Pick<TicketClaims, 'account' | 'purpose' | 'frontEnd' | 'decisionId'>;

export type { CallScope, Refusal, Subject, Throttle, ThrottleRecord };

/** A secret under a key of the key ring. */
export interface SealedSecret {
  readonly keyId: string;
  readonly bytes: Buffer;
}

export interface StoredAuthenticator extends Authenticator, LockState {
  readonly sealed: SealedSecret;
  /** Undefined: confirmed. */
  readonly enrolment: Enrolment | undefined;
}

/** What an unconfirmed authenticator waits for. */
export interface Enrolment {
  readonly tokenHash: Buffer;
  /** SPIFFE URI of the front-end that began it. */
  readonly frontEnd: string;
  /** The decision whose ticket began it. */
  readonly decisionId: string;
  /** May only become the account's first authenticator. */
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

/** One attempt of one front-end to verify one code. */
export interface AttemptKey {
  readonly frontEnd: string;
  /** Empty: an attempt that is never repeated, of which nothing is kept. */
  readonly attemptId: string;
  readonly codeHash: Buffer;
}

/** What an attempt was told, for who asks again. */
export interface KeptVerdict {
  readonly verdict: 'verified' | 'wrong';
  readonly authenticatorId?: string | undefined;
  /** Recovery codes that were left after it. */
  readonly left?: number | undefined;
}

export interface HashedCode {
  readonly hash: Buffer;
  readonly keyId: string;
}

/**
 * A transaction on one account, which it holds: nobody else verifies or changes anything of the
 * account until it ends. All of it happens, or nothing.
 */
export interface AccountTransaction {
  /** By creation; those whose enrolment has lapsed at `now` are not there any more. */
  authenticators(now: number): Promise<StoredAuthenticator[]>;
  addAuthenticator(authenticator: NewAuthenticator): Promise<void>;
  confirm(id: string, now: number): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  setLock(id: string, state: LockState): Promise<void>;
  setDrift(id: string, steps: number): Promise<void>;
  rename(id: string, label: string): Promise<void>;
  /** Undefined: it verifies again. */
  setSuspended(id: string, at: number | undefined): Promise<void>;
  /**
   * Uses up a time step of an authenticator, and marks it used at `now`; false if it was used up
   * before. One statement on a unique constraint.
   */
  useStep(id: string, step: number, now: number): Promise<boolean>;

  recoveryCodesLeft(): Promise<number>;
  /** As the passkey service told last. */
  hasPasskey(): Promise<boolean>;
  setPasskey(has: boolean): Promise<void>;
  /** The keys that the account's recovery codes were hashed with. */
  recoveryKeyIds(): Promise<string[]>;
  /** Uses up the recovery code of one of these hashes. One statement. */
  useRecoveryCode(hashes: readonly Buffer[], now: number): Promise<'used' | 'spent' | 'unknown'>;
  /** All that there were are gone; returns how many of those were unused. */
  replaceRecoveryCodes(codes: readonly HashedCode[], now: number): Promise<number>;

  /** The verdict of the same attempt, if it was given after `since`. */
  findAttempt(key: AttemptKey, since: number): Promise<KeptVerdict | undefined>;
  recordAttempt(key: AttemptKey, attempt: KeptVerdict, now: number): Promise<void>;
  forgetAttempts(): Promise<void>;
  /** Forgets unused recovery codes made at `since` or after; returns how many. */
  voidRecoveryCodes(since: number): Promise<number>;

  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is from before a reset */
  consumeTicket(ticket: UsedTicket): Promise<void>;
  /** Of this transaction's own use: the ticket is good once more. */
  returnTicket(ticket: UsedTicket): Promise<void>;
  /** As `consumeTicket`, for what may be asked again; false: it was used before. */
  useOnce(ticket: UsedTicket): Promise<boolean>;
  /** What the account's earlier logins earned is over: on record with the change. */
  askNotBefore(of: { readonly reason: string; readonly actor: string }): Promise<NotBeforeAsk>;
  /** As that, for the account's first second factor: what one factor earned. */
  askFirstEnrolment(of: {
    /** The decision whose ticket began it; undefined: an administrator set the factor up. */
    readonly decisionId: string | undefined;
    /** The person keeps the app passwords that one factor made. */
    readonly keepAppPasswords: boolean;
    readonly actor: string;
  }): Promise<NotBeforeAsk>;
  /** Tickets issued before `now` are good for nothing here from then on. */
  refuseTicketsBefore(now: number): Promise<void>;
  /** Forgets all that is kept of the account; returns how many rows that were. */
  purge(): Promise<number>;
  readonly emit: Emit;
}

export interface OtpStore {
  /** Works on an account that is known; undefined, and no work, where it is not. */
  onHolder<T>(
    account: string,
    work: (tx: AccountTransaction) => Promise<T>,
  ): Promise<T | undefined>;
  /** Works on an account, which becomes known. */
  onAccount<T>(account: string, work: (tx: AccountTransaction) => Promise<T>): Promise<T>;
  /** As it is now, without holding the account. */
  authenticators(account: string, now: number): Promise<StoredAuthenticator[]>;
  recoveryCodesLeft(account: string): Promise<number>;
  hasPasskey(account: string): Promise<boolean>;
  findAttempt(account: string, key: AttemptKey, since: number): Promise<KeptVerdict | undefined>;
  /** Whose authenticator that is. */
  holderOf(authenticatorId: string): Promise<string | undefined>;
}

/** What only the holder of the key ring can do. */
export interface Secrets {
  /** Of the key that seals now. */
  readonly newestKeyId: string;
  /** Bound to account and authenticator. */
  seal(secret: Uint8Array, account: string, id: string): SealedSecret;
  /** @throws GatepostError INTERNAL if it was sealed for another account or authenticator, or changed */
  open(sealed: SealedSecret, account: string, id: string): Buffer;
  /** A keyed hash of account and recovery code; by the newest key where none is named. */
  hashRecoveryCode(account: string, code: string, keyId?: string): HashedCode;
  /** A keyed hash of an attempt's code. */
  hashAttempt(kind: 'code' | 'recovery-code', code: string): Buffer;
}

/** A text as a picture. */
export type DrawQrCode = (text: string) => Promise<{ svg: Buffer; png: Buffer }>;
