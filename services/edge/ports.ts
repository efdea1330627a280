import type { Attempt } from './core/attempt.js';
import type { EndedTrust } from './core/ended-trusts.js';
import type { Outcome } from './core/outcome.js';
import type { MailToken, NewSession, ValidSession } from './core/web-session.js';

// What the commands and jobs need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';

/** Asks for the decision of one login. A failure to get one is an outcome, too. */
export type Authorize = (
  attempt: Attempt,
  call: { readonly deadlineMs: number },
) => Promise<Outcome>;

/**
 * Sessions, which trust-store keeps and policy checks.
 * @throws GatepostError if policy cannot be asked
 */
export interface Sessions {
  /**
   * The session of a secret, if it is valid now under the documents in force; otherwise undefined.
   * @param client the browser's canonical address
   */
  check(secret: string, client: string): Promise<ValidSession | undefined>;
  /** The session of a mail token, if it is valid now. Undefined if not, or if the text is not a mail token. */
  introspect(token: string): Promise<ValidSession | undefined>;
  /** Undefined if the session is not valid. */
  mailToken(secret: string): Promise<MailToken | undefined>;
  /** Once this resolves, the session allows no login. Safe to repeat. */
  end(secret: string): Promise<void>;
}

/** What a browser brought from the sign-in page, with what binds it to this browser and host. */
export interface BroughtCode {
  readonly code: string;
  readonly client: string;
  /** Such as `https://mail.a.tld`. */
  readonly host: string;
  /** base64url of the SHA-256 of the browser's start cookie. */
  readonly binding: string;
}

/**
 * Redeems a one-time code for its session. Undefined if there is none.
 * @throws GatepostError
 */
export type RedeemCode = (
  brought: BroughtCode,
) => Promise<(NewSession & { readonly account: string }) | undefined>;

/** A client address stated by someone who is not trusted to do so. */
export interface Claim {
  readonly listener: string;
  /** Canonical. */
  readonly peer: string;
  /** As claimed. */
  readonly claimed: string;
}

/**
 * Stores the event of a claim until the record has it.
 * @throws if it cannot be stored
 */
export type KeepClaim = (claim: Claim) => void;

/** One message of the watch: ended trust, or a heartbeat. */
export interface WatchMessage {
  readonly position: string;
  readonly ended: EndedTrust | undefined;
}

/** Follows trust that ends, starting after a position; empty: from now on. */
export type Watch = (after: string, signal: AbortSignal) => AsyncIterable<WatchMessage>;

/** Stores the position of a watch. */
export interface PositionStore {
  /** Empty if nothing was ever watched. */
  read(): string;
  /** On disk once it resolves. */
  write(position: string): Promise<void>;
}

/** The live sessions of one mail server. */
export interface LiveSessions {
  /** Name used in messages. */
  readonly name: string;
  /** Whether a session here can depend on this kind of trust. */
  mayRestOn(trust: EndedTrust): boolean;
  /** Ends the sessions that may depend on this trust. It is no error if there are none. */
  end(trust: EndedTrust): Promise<void>;
  /** How long an allowed login may take to become a session that can be ended, in ms. Undefined: `end` misses none. */
  readonly lateMs?: number;
  /** Ends the sessions of every account of these domains; `*` means all. */
  endAll(domains: readonly string[]): Promise<void>;
}
