import type { Emit } from '../../libs/events/index.js';
import type { Service } from '../../libs/names/services.js';
import type { NotBeforeAsk, NotBeforeSender } from '../../libs/not-before/index.js';
import type {
  CallScope,
  Refusal,
  Subject,
  Throttle,
  ThrottleRecord,
} from '../../libs/throttle/index.js';
import type { TicketClaims } from '../../libs/ticket/index.js';
import type { AppPassword } from './core/app-password.js';
import type { Backend, LdapSettings } from './core/backend.js';
import type { DirectoryEntry } from './core/directory-entry.js';
import type { NewPasswordProblem } from './core/new-password.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Log } from '../../libs/log/index.js';
export type { Random } from '../../libs/random/index.js';
export type { NotBeforeAsk };

/** Tells trust-store, after the change is committed. */
export type NotBefore = Pick<NotBeforeSender, 'send'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A verified ticket, which may have been used before. */
export type Ticket = UsedTicket & Pick<TicketClaims, 'account' | 'frontEnd' | 'decisionId'>;

export type { CallScope, Refusal, Subject, Throttle, ThrottleRecord };

/** For whom costly work is done. Slots rotate among domains, and within a domain among callers. */
export interface Share {
  readonly domain: string;
  /** SPIFFE URI of the front-end; empty if unknown. */
  readonly frontEnd: string;
}

/** Hashes of main passwords. Methods throw UNAVAILABLE if no slot comes free before the deadline. */
export interface PasswordHashes {
  /** A hash of no account, made with the current parameters. */
  readonly dummy: string;
  /** Whether a hash has the algorithm and parameters that `hash` would use now. */
  isCurrent(hash: string): boolean;
  hash(password: Buffer, call: CallScope, share?: Share): Promise<string>;
  matches(
    compared: { readonly hash: string; readonly password: Buffer; readonly share?: Share },
    call: CallScope,
  ): Promise<boolean>;
}

/** A keyed hash of an app password's secret. */
export interface HashedSecret {
  readonly keyId: string;
  readonly hash: Buffer;
}

/** What only the holder of the key ring can compute. */
export interface Secrets {
  readonly newestKeyId: string;
  /** Uses the newest key if none is named. */
  hashAppPassword(secret: AppPasswordSecret, keyId?: string): HashedSecret;
}

export interface AppPasswordSecret {
  readonly publicPart: string;
  readonly secretPart: string;
}

/** What a login's main password is compared with. */
export interface MainPassword {
  readonly backend: Backend;
  /** The account's hash. Undefined if it has none. */
  readonly hash: string | undefined;
  /** A hash to compare with instead, of the kind that the account could have in its domain. */
  readonly dummyHash: string | undefined;
}

export interface StoredAppPassword extends AppPassword, HashedSecret {}

export interface NewAppPassword extends HashedSecret {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly services: readonly Service[];
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly onOneFactor: boolean;
  readonly publicPart: string;
}

export interface AppPasswordUse {
  readonly id: string;
  readonly now: number;
  readonly ip: string;
  /** The secret hashed with the newest key, if it was stored under an older one. */
  readonly rehashed: HashedSecret | undefined;
}

export interface AccountSummary {
  readonly account: string;
  /** Undefined if it has no embedded main password. */
  readonly passwordSetAt: number | undefined;
  readonly appPasswords: number;
}

/** Everything done in it is committed together or not at all. */
export interface CredentialTransaction {
  /** Records, with the change, that what the owner's earlier logins earned must end. */
  askNotBefore(of: Omit<NotBeforeAsk, 'id'>): Promise<NotBeforeAsk>;
  /** False if it exists already. */
  createAccount(account: string, hash: string | undefined, now: number): Promise<boolean>;
  /** False if there is no such account. */
  setPasswordHash(account: string, hash: string, now: number): Promise<boolean>;
  /** False if the password was set again since `setAt` (ms since the epoch). */
  changePasswordHash(
    account: string,
    change: { readonly hash: string; readonly setAt: number; readonly now: number },
  ): Promise<boolean>;
  /** False if there is no such account, or it has a password. */
  setFirstPasswordHash(account: string, hash: string, now: number): Promise<boolean>;
  /** Creates the account if it does not exist. */
  putPasswordHash(account: string, hash: string, now: number): Promise<void>;
  /** False if the hash is no longer `from`. Does not change when the password was set. */
  replacePasswordHash(account: string, from: string, to: string): Promise<boolean>;

  /**
   * Creates accounts in one statement.
   * @returns the names of those that did not exist
   */
  createAccounts(
    accounts: readonly { readonly account: string; readonly hash: string | undefined }[],
    now: number,
  ): Promise<ReadonlySet<string>>;
  /** As holdAccount, always in the same order. */
  holdAccounts(accounts: readonly string[]): Promise<void>;
  /** Waits until no other transaction holds the account, and holds it until this transaction ends. */
  holdAccount(account: string): Promise<void>;
  /** The number of those that have not lapsed at `now`. */
  countAppPasswords(account: string, now: number): Promise<number>;
  /** False if the public part is taken. */
  addAppPassword(appPassword: NewAppPassword): Promise<boolean>;
  listAppPasswords(account: string): Promise<AppPassword[]>;
  removeAppPassword(account: string, id: string): Promise<AppPassword | undefined>;
  removeAppPasswords(account: string): Promise<AppPassword[]>;
  removeOneFactorAppPasswords(account: string): Promise<AppPassword[]>;
  /** Removes those made at or after `since` (ms since the epoch). */
  removeAppPasswordsSince(account: string, since: number): Promise<AppPassword[]>;
  /** Makes them ordinary ones. Returns how many. */
  keepOneFactorAppPasswords(account: string): Promise<number>;
  /** Whether anything is stored about the account: a password or an app password. */
  knows(account: string): Promise<boolean>;
  /** Removes at most `limit` that lapsed before `time`. Skips those that another transaction is removing. */
  removeLapsedAppPasswords(time: number, limit: number): Promise<AppPassword[]>;

  /** False if a use within the last minute is already recorded. */
  noteUse(use: AppPasswordUse): Promise<boolean>;
  /** Counts the networks it was used from since `since`, including this one. */
  countNetworks(id: string, network: string, now: number, since: number): Promise<number>;
  /** False if an alarm was already raised since `since`. */
  raiseAlarm(id: string, now: number, since: number): Promise<boolean>;

  setBackend(backend: Backend, now: number): Promise<void>;
  backendOf(domain: string): Promise<Backend>;

  /** Forgets wrong main passwords of the account up to `now`, because one of them may be right now. */
  notePasswordChange(account: string | readonly string[], now: number): Promise<void>;
  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is older than a purge */
  consumeTicket(ticket: Ticket): Promise<void>;
  /**
   * Marks a ticket as used, for a call that may be repeated but takes effect once. False if it was used before.
   * @throws GatepostError PERMISSION_DENIED if it is older than a purge
   */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** Removes everything stored about the account and voids its tickets. Returns the number of rows removed. */
  purge(account: string, now: number): Promise<number>;
  readonly emit: Emit;
}

export interface CredentialStore {
  transaction<T>(work: (tx: CredentialTransaction) => Promise<T>): Promise<T>;
  /** Makes one round trip, which takes the same time whether or not the account exists. */
  findMainPassword(account: string): Promise<MainPassword>;
  findAppPassword(publicPart: string): Promise<StoredAppPassword | undefined>;
  listAppPasswords(account: string): Promise<AppPassword[]>;
  backendOf(domain: string): Promise<Backend>;
  /** Accounts in the order of their names, after `after`; of one account, or of the whole domain. */
  listAccounts(query: {
    domain: string;
    account?: string;
    after: string;
    limit: number;
  }): Promise<AccountSummary[]>;
}

/** Checks new main passwords. */
export interface NewPasswords {
  /**
   * Why a new password is refused. Undefined if it is acceptable.
   * @param personalWords other words easily guessed for this person, such as a display name
   * @throws GatepostError UNAVAILABLE or RESOURCE_EXHAUSTED if it cannot be checked now
   */
  problemOf(
    password: Buffer,
    account: string,
    personalWords: readonly string[],
  ): Promise<NewPasswordProblem | undefined>;
}

/** LDAP directories. */
export interface Directory {
  /** @throws GatepostError UNAVAILABLE if no server can be asked */
  verify(
    ldap: LdapSettings,
    login: {
      readonly account: string;
      /** Whether the back end is the one for every domain, not only for the account's own. */
      readonly everyDomain?: boolean;
      readonly password: Buffer;
      readonly share?: Share;
    },
    call: CallScope,
  ): Promise<boolean>;
  /**
   * What the directory says about an account. Undefined if entries are found by a template, so that only a bind with
   * the password can tell.
   * @throws GatepostError UNAVAILABLE if no server can be asked
   */
  look(
    ldap: LdapSettings,
    whose: { readonly account: string; readonly everyDomain: boolean },
    call: CallScope,
  ): Promise<DirectoryEntry | undefined>;
  /** Why the settings cannot be used here, by field; empty if they can. */
  check(ldap: LdapSettings): { readonly field: string; readonly description: string }[];
  /** Does what a login would do, and reports it step by step. */
  test(
    ldap: LdapSettings,
    whose: { readonly account: string | undefined; readonly everyDomain?: boolean },
    call: CallScope,
  ): Promise<{ readonly usable: boolean; readonly steps: readonly string[] }>;
}
