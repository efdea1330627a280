import type { Emit } from '../../libs/events/index.js';
import type { Service } from '../../libs/names/services.js';
import type { NotBeforeAsk, NotBeforeTeller } from '../../libs/not-before/index.js';
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

/** Tells trust-store, once the change is committed. */
export type NotBefore = Pick<NotBeforeTeller, 'tell'>;

export type UsedTicket = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

/** A ticket that was verified, but may have been used before. */
export type Ticket = UsedTicket & Pick<TicketClaims, 'account' | 'frontEnd' | 'decisionId'>;

export type { CallScope, Refusal, Subject, Throttle, ThrottleRecord };

/** For whom work is done that costs: it goes round among domains, and within one among callers. */
export interface Share {
  readonly domain: string;
  /** SPIFFE URI of the front-end; empty: not known. */
  readonly frontEnd: string;
}

/** Main passwords as kept here. All of it UNAVAILABLE if there is no slot before the deadline. */
export interface PasswordHashes {
  /** A hash of nobody's, made with the parameters of today. */
  readonly decoy: string;
  /** Whether a hash is what `hash` would make today. */
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

/** What only the holder of the key ring can do. */
export interface Secrets {
  readonly newestKeyId: string;
  /** By the newest key where none is named. */
  hashAppPassword(secret: AppPasswordSecret, keyId?: string): HashedSecret;
}

export interface AppPasswordSecret {
  readonly publicPart: string;
  readonly secretPart: string;
}

/** What a main password is compared with. */
export interface MainPassword {
  readonly backend: Backend;
  /** The account's; undefined: it has none. */
  readonly hash: string | undefined;
  /** What to compare with in its place: a hash of the domain such as the account could have. */
  readonly stand: string | undefined;
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
  /** The secret under the newest key, where an older one hashed it. */
  readonly rehashed: HashedSecret | undefined;
}

export interface AccountSummary {
  readonly account: string;
  /** Undefined: no embedded main password. */
  readonly passwordSetAt: number | undefined;
  readonly appPasswords: number;
}

/** All that is done in it happens, or nothing. */
export interface CredentialTransaction {
  /** What the owner's earlier logins earned is over: on record with the change. */
  askNotBefore(of: Omit<NotBeforeAsk, 'id'>): Promise<NotBeforeAsk>;
  /** False: there is one already. */
  createAccount(account: string, hash: string | undefined, now: number): Promise<boolean>;
  /** False: there is no such account. */
  setPasswordHash(account: string, hash: string, now: number): Promise<boolean>;
  /** False: it was not set at `setAt` (ms) any more, but by somebody else meanwhile. */
  changePasswordHash(
    account: string,
    change: { readonly hash: string; readonly setAt: number; readonly now: number },
  ): Promise<boolean>;
  /** False: there is no such account, or it has a password. */
  setFirstPasswordHash(account: string, hash: string, now: number): Promise<boolean>;
  /** Creates the account if it does not exist. */
  putPasswordHash(account: string, hash: string, now: number): Promise<void>;
  /** False: it is not `from` any more. When the password was set does not change. */
  replacePasswordHash(account: string, from: string, to: string): Promise<boolean>;

  /** In one statement. @returns the names of those that were not there */
  createAccounts(
    accounts: readonly { readonly account: string; readonly hash: string | undefined }[],
    now: number,
  ): Promise<ReadonlySet<string>>;
  /** As holdAccount, in one order whoever asks. */
  holdAccounts(accounts: readonly string[]): Promise<void>;
  /** Waits until no other transaction holds the account, and holds it until this one ends. */
  holdAccount(account: string): Promise<void>;
  /** Those that have not lapsed at `now`. */
  countAppPasswords(account: string, now: number): Promise<number>;
  /** False: the public part is taken. */
  addAppPassword(appPassword: NewAppPassword): Promise<boolean>;
  listAppPasswords(account: string): Promise<AppPassword[]>;
  removeAppPassword(account: string, id: string): Promise<AppPassword | undefined>;
  removeAppPasswords(account: string): Promise<AppPassword[]>;
  removeOneFactorAppPasswords(account: string): Promise<AppPassword[]>;
  /** Those made at `since` (ms) or after. */
  removeAppPasswordsSince(account: string, since: number): Promise<AppPassword[]>;
  /** Makes them ordinary ones; returns how many. */
  keepOneFactorAppPasswords(account: string): Promise<number>;
  /** Whether anything is kept of the account: a password, or an app password. */
  knows(account: string): Promise<boolean>;
  /** At most `limit` that lapsed before `time`, which no other transaction is removing. */
  removeLapsedAppPasswords(time: number, limit: number): Promise<AppPassword[]>;

  /** False: a use of the last minute is written down already. */
  noteUse(use: AppPasswordUse): Promise<boolean>;
  /** Of the networks it was used from since `since`, this one included. */
  countNetworks(id: string, network: string, now: number, since: number): Promise<number>;
  /** False: that was done since `since`. */
  raiseAlarm(id: string, now: number, since: number): Promise<boolean>;

  setBackend(backend: Backend, now: number): Promise<void>;
  backendOf(domain: string): Promise<Backend>;

  /** What was a wrong main password of the account until `now` may be the right one. */
  notePasswordChange(account: string | readonly string[], now: number): Promise<void>;
  /** @throws GatepostError PERMISSION_DENIED if it was used before, or is older than a purge */
  consumeTicket(ticket: Ticket): Promise<void>;
  /**
   * Of what may be asked again and is done once; false: it was used before.
   * @throws GatepostError PERMISSION_DENIED if it is older than a purge
   */
  useOnce(ticket: Ticket): Promise<boolean>;
  /** Removes all that is kept of the account, and makes its tickets void; returns the rows removed. */
  purge(account: string, now: number): Promise<number>;
  readonly emit: Emit;
}

export interface CredentialStore {
  transaction<T>(work: (tx: CredentialTransaction) => Promise<T>): Promise<T>;
  /** In one round trip, which takes the same time whether the account exists. */
  findMainPassword(account: string): Promise<MainPassword>;
  findAppPassword(publicPart: string): Promise<StoredAppPassword | undefined>;
  listAppPasswords(account: string): Promise<AppPassword[]>;
  backendOf(domain: string): Promise<Backend>;
  /** By name, after `after`; of one account, or of all of the domain. */
  listAccounts(query: {
    domain: string;
    account?: string;
    after: string;
    limit: number;
  }): Promise<AccountSummary[]>;
}

/** Looks at new main passwords. */
export interface NewPasswords {
  /**
   * Why one is not taken; undefined: it may be.
   * @param personalWords what else is easily guessed of this person, such as a display name
   * @throws GatepostError UNAVAILABLE or RESOURCE_EXHAUSTED where it cannot be looked at now
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
      /** The back end is that of every domain, not of the account's alone. */
      readonly everyDomain?: boolean;
      readonly password: Buffer;
      readonly share?: Share;
    },
    call: CallScope,
  ): Promise<boolean>;
  /**
   * What the directory says of an account; undefined: it is found by a template, and only a password
   * tells.
   * @throws GatepostError UNAVAILABLE if no server can be asked
   */
  look(
    ldap: LdapSettings,
    whose: { readonly account: string; readonly everyDomain: boolean },
    call: CallScope,
  ): Promise<DirectoryEntry | undefined>;
  /** Why the settings cannot be used here, by field; empty: they can. */
  check(ldap: LdapSettings): { readonly field: string; readonly description: string }[];
  /** Does what a login would, and tells it step by step. */
  test(
    ldap: LdapSettings,
    whose: { readonly account: string | undefined; readonly everyDomain?: boolean },
    call: CallScope,
  ): Promise<{ readonly usable: boolean; readonly steps: readonly string[] }>;
}
