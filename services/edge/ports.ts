import type { Attempt } from './core/attempt.js';
import type { EndedTrust } from './core/ended-trusts.js';
import type { Outcome } from './core/outcome.js';
import type { MailToken, NewSession, StandingSession } from './core/web-session.js';

// What the commands and jobs need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';

/** Asks for the decision of one login; whatever stands in the way of one is an outcome, too. */
export type Authorize = (
  attempt: Attempt,
  call: { readonly deadlineMs: number },
) => Promise<Outcome>;

/** Sessions that trust-store keeps and policy answers for. @throws GatepostError where it cannot be asked */
export interface Sessions {
  /**
   * Whether the session of a secret stands now, under the documents in force; undefined: it does not.
   * @param client the browser's address, canonical
   */
  check(secret: string, client: string): Promise<StandingSession | undefined>;
  /** Whether the session of a mail token stands now; undefined: it does not, or it is no such token. */
  introspect(token: string): Promise<StandingSession | undefined>;
  /** Undefined: the session does not stand. */
  mailToken(secret: string): Promise<MailToken | undefined>;
  /** No login is allowed on it when this resolves. Safe to repeat. */
  end(secret: string): Promise<void>;
}

/** What a browser brought from the sign-in page, and what binds it to this browser and host. */
export interface BroughtCode {
  readonly code: string;
  readonly client: string;
  /** `https://mail.a.tld` */
  readonly host: string;
  /** base64url of the SHA-256 of the browser's start cookie. */
  readonly binding: string;
}

/** The session that a one-time code stands for; undefined: none. @throws GatepostError */
export type RedeemCode = (
  brought: BroughtCode,
) => Promise<(NewSession & { readonly account: string }) | undefined>;

/** Someone who is not trusted to said that another is the client. */
export interface Claim {
  readonly listener: string;
  /** Canonical. */
  readonly peer: string;
  /** As claimed. */
  readonly claimed: string;
}

/** Keeps the event of a claim until the record has it. @throws if it cannot be kept */
export type KeepClaim = (claim: Claim) => void;

/** One message of the watch: with trust that ended, or a heartbeat. */
export interface WatchMessage {
  readonly position: string;
  readonly ended: EndedTrust | undefined;
}

/** Follows trust that stops holding, after a position; empty: from now on. */
export type Watch = (after: string, signal: AbortSignal) => AsyncIterable<WatchMessage>;

/** How far a watch is. */
export interface PositionStore {
  /** Empty: never watched before. */
  read(): string;
  /** On disk when it resolves. */
  write(position: string): Promise<void>;
}

/** Live sessions at one place. */
export interface LiveSessions {
  /** For messages. */
  readonly name: string;
  /** Whether any session here can rest on trust of this kind. */
  mayRestOn(trust: EndedTrust): boolean;
  /** Ends those that may rest on this trust; that there are none is no error. */
  end(trust: EndedTrust): Promise<void>;
  /**
   * How long a login that was let in before may take to become a session that can be ended, in ms;
   * undefined: none escapes `end`.
   */
  readonly lateMs?: number;
  /** Ends those of every account of these domains; `*` is everyone. */
  endAll(domains: readonly string[]): Promise<void>;
}
