import type { Service } from '../../../libs/names/services.js';
import type { TrueAddress } from '../../../libs/names/true-address.js';
import type { ConsoleAct } from '../core/console-act.js';
import type { Decision, PasskeyStart } from '../core/decision.js';

/** The browser behind a request. */
export interface Visitor {
  readonly address: TrueAddress;
  /** The name of the host it is at, without the port, to which passkeys are bound. Empty if the host has no name. */
  readonly signInHost: string;
  readonly userAgent: string;
  /** The language that the person chose, or that the browser asks for. Absent if neither is known. */
  readonly language?: string | undefined;
  /** The token of a trusted device. */
  readonly deviceToken?: string | undefined;
}

/** What a person presents. */
export interface Presented {
  readonly account: string;
  readonly service: Service;
  /** The client that sends the person here; empty if there is none. */
  readonly client: string;
  readonly visitor: Visitor;
  readonly password?: Uint8Array | undefined;
  readonly code?: { readonly value: string; readonly authenticatorId: string } | undefined;
  readonly recoveryCode?: string | undefined;
  readonly beginProvider?: boolean;
  readonly providerAnswer?: ProviderAnswer | undefined;
  /** Begins a passkey as well. */
  readonly beginPasskey?: boolean;
  readonly passkey?: PasskeyAnswer | undefined;
  readonly trust?: { readonly ip: boolean; readonly device: boolean } | undefined;
  /** Verifies a second factor even if the rule does not need it, as the person does something about their account. */
  readonly prove?: boolean;
  /** What an administrator signs in to do. */
  readonly act?: ConsoleAct | undefined;
  /** Asks for a session behind the client. */
  readonly wantsSession: boolean;
  /** The same for all tries of one sign-in. */
  readonly attemptId: string;
}

/** The answer of a passkey. */
export interface PasskeyAnswer {
  /** AuthenticationResponseJSON (WebAuthn Level 3). */
  readonly response: Uint8Array;
  readonly loginTicket: string;
}

/** Begins a passkey that will name its account. Undefined if passkeys are not offered there, or not now. */
export type BeginPasskey = (
  visitor: Visitor,
  service: Service,
) => Promise<PasskeyStart | undefined>;

/** What the browser brings back from an identity provider. */
export interface ProviderAnswer {
  readonly response: Uint8Array;
  readonly relayState: string;
  readonly loginTicket: string;
}

/** Asks for a decision. If none can be made, the result says so as well. */
export type Authorize = (presented: Presented) => Promise<Decision>;

/** A session that is still valid. Times are in milliseconds since the epoch. */
export interface ValidSession {
  /** The id in lists, revocations and events. */
  readonly sessionId: string;
  readonly account: string;
  readonly client: string;
  readonly until: number;
}

/**
 * Sessions, as policy and trust-store keep them. Every call asks policy. Times are in milliseconds since the
 * epoch. @throws GatepostError
 */
export interface Sessions {
  /** A new mail token. Undefined if the session is not valid. */
  mailToken(
    secret: string,
  ): Promise<{ token: string; expiresAt: number; until: number } | undefined>;
  /** @param token the secret, or one of its mail tokens; @param address the browser's, if it is known */
  check(token: string, address: string | undefined): Promise<ValidSession | undefined>;
  /** Ends the session. It is no error if the session has ended already. */
  end(secret: string): Promise<void>;
  /** The session, with a fresh `view` ticket of its person. Undefined if it is not valid. */
  view(secret: string, address: string): Promise<SessionView | undefined>;
  /** The administrator's tickets of the session. There are none if it is not valid, or is not an administrator's. */
  administer(secret: string): Promise<AdministratorsTickets>;
}

/** The privileges that the console gets with its tokens. They are not stored here. */
export interface AdministratorsTickets {
  readonly administer_ticket?: string;
  /** Seconds since the epoch. */
  readonly administer_expires_at?: number;
  /** The administered domain, or `*`. */
  readonly administers?: string;
  readonly administrator_role?: string;
  /** The ticket for what the person signed in to do. */
  readonly act_ticket?: string;
}

export interface SessionView {
  readonly sessionId: string;
  readonly ticket: string;
}
