import type { Allowance } from '../../libs/allowance/index.js';
import type { Emit } from '../../libs/events/index.js';
import type { NotBeforeAsk, NotBeforeSender } from '../../libs/not-before/index.js';
import type { NameId } from './core/assertion.js';
import type { Element } from './core/element.js';
import type { Mac } from './core/login-ticket.js';
import type { DomainSettings, StoredSettings } from './core/settings.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Log } from '../../libs/log/index.js';
export type { Random } from '../../libs/random/index.js';
export type { NotBeforeAsk };

/** Whose quota the examination of a message counts against: the domain, and the client's address. */
export interface QuotaOwner {
  readonly domain: string;
  /** In the form used for cost accounting; empty if unknown. */
  readonly address: string;
}

/**
 * Resolves when the caller may use the event loop for one piece of work. Timers and sockets run between two pieces.
 * Domains take turns, and within a domain its addresses. A sender with one message waits for at most one piece of each
 * other sender, however many messages those have.
 */
export type YieldToEventLoop = (owner: QuotaOwner) => Promise<void>;

/** Octets of unverified responses that are examined. */
export interface Allowances {
  /**
   * For each address at one domain, so that an address with a misconfigured provider takes nothing from the people of
   * another domain.
   */
  readonly atDomain: Allowance;
  /** For each address at all domains together, so that an address gains nothing by using many domains. */
  readonly everywhere: Allowance;
}

/** Tells trust-store, after the change is committed. */
export type NotBefore = Pick<NotBeforeSender, 'send'>;

export type { Mac };

export type Signed = 'root' | 'assertion';

export interface DecryptOptions {
  /** Our private keys, PEM. */
  readonly keys: readonly string[];
  readonly allowCbc: boolean;
  /** Our entity ID. If there are several encrypted keys, those for this recipient are tried (XML encryption 3.5.1). */
  readonly recipient: string;
  /** Awaited before each try, because a try blocks the event loop for some milliseconds. */
  readonly yieldToEventLoop: () => Promise<void>;
}

/** XML processing without entities and without network access. */
export interface Xml {
  /**
   * Parses a text, which must have passed `checkMarkup`.
   * @param most the most elements that are read; default: the limit for a message
   */
  parse(text: string, most?: number): { readonly root: Element } | { readonly problem: string };
  /** What does not fit the schemas of SAML 2.0. Undefined if everything fits. */
  schemaProblem(text: string): string | undefined;
  /**
   * Verifies the signature that is a child of the root, or of the root's assertion, under one of the certificates
   * (PEM).
   * @returns the signed octets in canonical form; undefined if the signature is not valid
   */
  verify(text: string, signed: Signed, certificates: readonly string[]): string | undefined;
  /**
   * Whether a signature over octets is valid under one of the certificates (PEM).
   * @param algorithm URI (RFC 9231); a signature with an algorithm that is not in our list is never valid
   */
  signatureHolds(
    algorithm: string,
    certificates: readonly string[],
    signed: { readonly octets: Uint8Array; readonly signature: Uint8Array },
  ): boolean;
  /** The assertion, as text, that a second implementation finds signed in a whole `Response`. */
  secondOpinion(text: string, certificates: readonly string[]): Promise<string | undefined>;
  /** Decrypts an `EncryptedAssertion` with one of the keys. */
  decrypt(
    encrypted: Element,
    options: DecryptOptions,
  ): Promise<{ readonly text: string } | { readonly problem: string }>;
  /** Compresses and encodes a message for a redirect, in base64 (SAML bindings 3.4.4.1). */
  deflate(text: string): string;
  /** Reverses `deflate`. Undefined if the result is invalid or exceeds `most` octets. */
  inflate(base64: string, most: number): Buffer | undefined;
  /** Signs a message under its root, after its Issuer (SAML core 5.4). */
  sign(text: string, key: { readonly privateKey: string; readonly certificate: string }): string;
}

/** A key pair of a domain's service provider. */
export interface SpKey {
  readonly id: string;
  /** Self-signed, PEM. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly createdAt: number;
  /** When a newer key was made. Undefined for the newest key. */
  readonly replacedAt: number | undefined;
}

export interface SpKeys {
  /** Makes a key pair and its self-signed certificate. */
  generate(domain: string, now: number): Promise<Omit<SpKey, 'replacedAt'>>;
}

/** An accepted login, as logout needs it. */
export interface Session {
  readonly account: string;
  readonly decisionId: string;
  readonly nameId: NameId;
  readonly sessionIndex: string | undefined;
  readonly expiresAt: number;
}

export interface Consumption {
  readonly domain: string;
  /** The provider's entity ID. */
  readonly provider: string;
  readonly assertionId: string;
  /** Undefined if it does not answer a request of ours. */
  readonly requestId: string | undefined;
  /** Until when it could be presented again. */
  readonly expiresAt: number;
}

/** A transaction that holds one domain. */
export interface DomainTransaction {
  readonly settings: DomainSettings;
  /** Saves the next version, which is then in force. */
  save(stored: StoredSettings): Promise<DomainSettings>;
  /** Keys that are not retired, the oldest first. */
  keys(): Promise<SpKey[]>;
  addKey(key: Omit<SpKey, 'replacedAt'>): Promise<void>;
  /** Retires the keys that a newer one has replaced. Returns how many. */
  retireKeys(now: number): Promise<number>;
  readonly emit: Emit;
  /** Records, with the change, that what the owner's earlier logins earned must end. */
  askNotBefore(of: Omit<NotBeforeAsk, 'id'>): Promise<NotBeforeAsk>;
}

export interface DomainCertificates {
  readonly domain: string;
  /** PEM certificates, as in `own`. */
  readonly provider: readonly string[];
  /** Those of keys that are not retired. */
  readonly own: readonly string[];
}

export interface SamlStore {
  /** Version 0 without any settings if none were ever set. */
  settings(domain: string): Promise<DomainSettings>;
  /** The settings of those domains that have an identity provider, usable or not, in no particular order. */
  settingsOf(domains: readonly string[]): Promise<DomainSettings[]>;
  /** Keys that are not retired, the oldest first. */
  keys(domain: string): Promise<SpKey[]>;
  onDomain<T>(domain: string, work: (tx: DomainTransaction) => Promise<T>): Promise<T>;
  /** Consumes a response in one statement. False if its request or its assertion was used before. */
  consume(consumption: Consumption, session: Session): Promise<boolean>;
  sessionOf(account: string, decisionId: string): Promise<Session | undefined>;
  /** The sessions of a subject of a domain's provider; all of them if no index is named. */
  sessionsOf(domain: string, nameId: NameId, sessionIndexes: readonly string[]): Promise<Session[]>;
  /** Deletes a session and announces that its person signed out. */
  endSession(session: Session): Promise<void>;
  /**
   * Consumes a provider's logout request, deletes the sessions it names, and announces that their people signed out. If
   * the request was used before, it returns false and does nothing.
   */
  endSessions(request: Consumption, sessions: readonly Session[]): Promise<boolean>;
  /** Certificates of domains with a provider, in the order of the domains after `after`. */
  certificates(page: { after: string; limit: number }): Promise<DomainCertificates[]>;
  /** Removes everything stored about an account. Returns the number of rows. */
  purge(account: string, by: { certificate: string; actor: string }): Promise<number>;
}

export interface TrustStore {
  /**
   * Ends an account's sessions, and its trust unless `keepTrust` is set. Whatever earlier logins still try to earn is
   * refused.
   * @throws GatepostError if it is not confirmed
   */
  endLogins(of: {
    readonly account: string;
    readonly actor: string;
    readonly keepTrust: boolean;
  }): Promise<void>;
}
