import type { Allowance } from '../../libs/allowance/index.js';
import type { Emit } from '../../libs/events/index.js';
import type { NotBeforeAsk, NotBeforeTeller } from '../../libs/not-before/index.js';
import type { NameId } from './core/assertion.js';
import type { Element } from './core/element.js';
import type { Mac } from './core/login-ticket.js';
import type { DomainSettings, StoredSettings } from './core/settings.js';

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Log } from '../../libs/log/index.js';
export type { Random } from '../../libs/random/index.js';
export type { NotBeforeAsk };

/** Whose message is looked at: of which domain, and for whom of it. */
export interface Payer {
  readonly domain: string;
  /** As costs are counted; empty: not known. */
  readonly address: string;
}

/**
 * Resolves when the caller may hold the event loop for one piece of work. Between two pieces timers and sockets
 * have their turn. Domains take turns, and in one domain the addresses: who has one message to be looked at waits for
 * one piece of each other, however many messages those have.
 */
export type YieldToEventLoop = (payer: Payer) => Promise<void>;

/** Octets of unproven responses that are looked at. */
export interface Allowances {
  /** Of each address at one domain: one whose provider is set up wrongly takes nothing from another's people. */
  readonly atDomain: Allowance;
  /** Of each address at all domains: who has many to choose from gets no more for it. */
  readonly everywhere: Allowance;
}

/** Tells trust-store, once the change is committed. */
export type NotBefore = Pick<NotBeforeTeller, 'tell'>;

export type { Mac };

export type Signed = 'root' | 'assertion';

export interface DecryptOptions {
  /** Private keys of ours, PEM. */
  readonly keys: readonly string[];
  readonly allowCbc: boolean;
  /** Our entity ID: of several keys, those for this recipient are tried (XML encryption 3.5.1). */
  readonly recipient: string;
  /** Waited for before each try, which holds the event loop for some milliseconds. */
  readonly yieldToEventLoop: () => Promise<void>;
}

/** XML, without entities and without the network. */
export interface Xml {
  /**
   * Reads a text; it must have passed `checkMarkup`.
   * @param most elements that are read; absent: as many as a message may have
   */
  parse(text: string, most?: number): { readonly root: Element } | { readonly problem: string };
  /** What does not fit the schemas of SAML 2.0; undefined: all does. */
  schemaProblem(text: string): string | undefined;
  /**
   * Verifies the signature that is a child of the root, or of the root's assertion, by one of the
   * certificates (PEM).
   * @returns the octets that were signed, canonical; undefined where the signature does not hold
   */
  verify(text: string, signed: Signed, certificates: readonly string[]): string | undefined;
  /**
   * Whether a signature over octets holds under one of the certificates (PEM).
   * @param algorithm URI (RFC 9231); one that is not in the list of ours holds never
   */
  signatureHolds(
    algorithm: string,
    certificates: readonly string[],
    signed: { readonly octets: Uint8Array; readonly signature: Uint8Array },
  ): boolean;
  /** What a second implementation finds signed in a whole `Response`: the assertion, as text. */
  secondOpinion(text: string, certificates: readonly string[]): Promise<string | undefined>;
  /** Opens an `EncryptedAssertion` by one of the keys. */
  decrypt(
    encrypted: Element,
    options: DecryptOptions,
  ): Promise<{ readonly text: string } | { readonly problem: string }>;
  /** A message as a redirect carries it, base64 (SAML bindings 3.4.4.1). */
  deflate(text: string): string;
  /** The other way round; undefined where more than `most` octets come out, or none. */
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
  /** A newer one has been made; undefined: this is the newest. */
  readonly replacedAt: number | undefined;
}

export interface SpKeys {
  /** Makes a key pair and its certificate. */
  generate(domain: string, now: number): Promise<Omit<SpKey, 'replacedAt'>>;
}

/** A login that was accepted, as logout needs it. */
export interface Session {
  readonly account: string;
  readonly decisionId: string;
  readonly nameId: NameId;
  readonly sessionIndex: string | undefined;
  readonly expiresAt: number;
}

export interface Consumption {
  readonly domain: string;
  /** Entity ID. */
  readonly provider: string;
  readonly assertionId: string;
  /** Undefined: it answers none of ours. */
  readonly requestId: string | undefined;
  /** Until when it could be presented again. */
  readonly expiresAt: number;
}

/** A transaction that holds one domain. */
export interface DomainTransaction {
  readonly settings: DomainSettings;
  /** Puts the next version into force. */
  save(stored: StoredSettings): Promise<DomainSettings>;
  /** Not retired, the oldest first. */
  keys(): Promise<SpKey[]>;
  addKey(key: Omit<SpKey, 'replacedAt'>): Promise<void>;
  /** Ends those that a newer one has replaced; returns how many. */
  retireKeys(now: number): Promise<number>;
  readonly emit: Emit;
  /** What logins of the owner earned earlier is over: on record with the change. */
  askNotBefore(of: Omit<NotBeforeAsk, 'id'>): Promise<NotBeforeAsk>;
}

export interface DomainCertificates {
  readonly domain: string;
  /** PEM, as the rest. */
  readonly provider: readonly string[];
  /** Not retired. */
  readonly own: readonly string[];
}

export interface SamlStore {
  /** Version 0 and nothing set where nothing ever was. */
  settings(domain: string): Promise<DomainSettings>;
  /** Of those of the domains that have an identity provider, usable or not, in no order. */
  settingsOf(domains: readonly string[]): Promise<DomainSettings[]>;
  /** Not retired, the oldest first. */
  keys(domain: string): Promise<SpKey[]>;
  onDomain<T>(domain: string, work: (tx: DomainTransaction) => Promise<T>): Promise<T>;
  /** Uses a response up; false where its request or its assertion was used before. One statement. */
  consume(consumption: Consumption, session: Session): Promise<boolean>;
  sessionOf(account: string, decisionId: string): Promise<Session | undefined>;
  /** Sessions of a subject of a domain's provider; of all its sessions where none is named. */
  sessionsOf(domain: string, nameId: NameId, sessionIndexes: readonly string[]): Promise<Session[]>;
  /** Forgets a session and announces that its person signed out. */
  endSession(session: Session): Promise<void>;
  /**
   * Uses a provider's request for logout up, forgets the sessions it names and announces that their
   * people signed out; false, and nothing done, if it was used before.
   */
  endSessions(request: Consumption, sessions: readonly Session[]): Promise<boolean>;
  /** Of domains with a provider that come after one, in order. */
  certificates(page: { after: string; limit: number }): Promise<DomainCertificates[]>;
  /** Forgets all that is kept of an account; returns how many rows that were. */
  purge(account: string, by: { certificate: string; actor: string }): Promise<number>;
}

export interface TrustStore {
  /**
   * Ends an account's sessions, and its trust unless that is kept; what logins begun earlier earn is
   * refused. @throws GatepostError if it is not confirmed
   */
  endLogins(of: {
    readonly account: string;
    readonly actor: string;
    readonly keepTrust: boolean;
  }): Promise<void>;
}
