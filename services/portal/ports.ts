import type { Actor } from '../../libs/events/definitions/actor.js';
import type { Service } from '../../libs/names/services.js';
import type { TrueAddress } from '../../libs/names/true-address.js';
import type { Change, ChangeSecrets } from './core/change.js';
import type { ConsoleAct } from './core/console-act.js';
import type { Decision, PasskeyStart } from './core/decision.js';
import type { MailServers } from './core/mail-servers.js';
import type { OwnAppPassword, OwnPasswordRules, OwnTrust, OwnWays } from './core/own.js';
import type { OwnChange, UnseenNotices } from './core/own-changes.js';
import type { NoticeWishes } from './core/own-notices.js';
import type { OwnSignIn, WaysIn } from './core/own-sign-in.js';
import type { PasskeySetUp, SetUp, SignIn, SignInSecrets, WaitingPasskey } from './core/sign-in.js';

// Interfaces of what the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';
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

/** How much was ended because the person disowned an event. */
export interface Disowned {
  readonly appPasswords: number;
  readonly authenticators: number;
  readonly passkeys: number;
  /** Addresses, devices and sessions. */
  readonly trust: number;
  /** Second addresses of notices. */
  readonly addresses: number;
}

/** What a link in a notice does: it confirms a second address, or switches off a kind of notice. */
export interface NoticeLink {
  readonly account: string;
  /** The address to confirm; empty if the link switches off a kind. */
  readonly address: string;
  readonly kind: string;
}

/** Resolves the links in notices. Undefined if a link is invalid, used or expired. @throws GatepostError */
export interface NoticeLinks {
  describe(token: string): Promise<NoticeLink | undefined>;
  confirm(token: string): Promise<Pick<NoticeLink, 'account' | 'address'> | undefined>;
  switchOff(token: string): Promise<Pick<NoticeLink, 'account' | 'kind'> | undefined>;
}

/**
 * Takes away everywhere what was gained since the event of a ticket. If a service could not be asked, the same ticket
 * can be used again.
 * @throws GatepostError PERMISSION_DENIED if the ticket is invalid or has expired
 */
export type Disown = (ticket: string) => Promise<Disowned>;

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

/** Sets up a person's first authenticator, with a ticket. @throws GatepostError */
export interface Enrolment {
  begin(ticket: string, label: string): Promise<SetUp>;
  /** @returns recovery codes, or undefined if the code is wrong */
  confirm(
    setUp: SetUp,
    given: { readonly code: string; readonly keepsAppPasswords: boolean },
  ): Promise<readonly string[] | undefined>;
}

/** Registers a passkey, with a ticket. @throws GatepostError */
export interface PasskeyEnrolment {
  begin(ticket: string, label: string, signInHost: string): Promise<PasskeySetUp>;
  /** @returns why what the browser made is not accepted */
  finish(
    setUp: PasskeySetUp,
    made: { readonly response: Uint8Array; readonly keepsAppPasswords: boolean },
  ): Promise<
    | {
        readonly recoveryCodes: readonly string[];
        /** Set if the passkey waits until the codes are kept. */
        readonly waiting: WaitingPasskey | undefined;
      }
    | { readonly refused: 'model' | 'attestation' | 'other' }
  >;
  confirm(waiting: WaitingPasskey): Promise<void>;
}

/** A claimed step of something under way: no other request can take this step. */
export interface ClaimedStep<State, Secrets> {
  readonly state: State;
  readonly secrets: Secrets;
  readonly step: number;
}
export type Claimed = ClaimedStep<SignIn, SignInSecrets>;
export type ClaimedChange = ClaimedStep<Change, ChangeSecrets>;

/** Identifies a sign-in under way: the id is in the address, the rest in the browser's cookie. */
export interface SignInKey {
  readonly id: string;
  readonly browser: string;
}

/** Stores what is under way. A wrong browser, an unknown id and an expired one all return undefined. */
export interface SealedSteps<State, Secrets> {
  begin(browser: string, state: State, secrets: Secrets): Promise<{ id: string }>;
  /** Reads without claiming. */
  look(key: SignInKey): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Takes a step, once. */
  claim(key: SignInKey, step: number): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Stores what follows a claimed step. @returns false if another request has gone on meanwhile */
  save(key: SignInKey, step: number, state: State, secrets: Secrets): Promise<boolean>;
  /** Ends what is under way, after claiming its step. */
  end(key: SignInKey): Promise<void>;
}

/** Sign-ins under way. */
export type SignIns = SealedSteps<SignIn, SignInSecrets>;
/** What people do about their accounts, after they proved who they are. */
export type Changes = SealedSteps<Change, ChangeSecrets>;

/** A browser that is signed in. */
export interface BrowserSession {
  readonly account: string;
  readonly client: string;
  readonly service: Service;
  readonly decisionId: string;
  readonly signedInAt: number;
  readonly expiresAt: number;
  readonly sessionSecret?: string | undefined;
  /** The id of the session in trust-store's lists. */
  readonly sessionId?: string | undefined;
  /** The browser's User-Agent. */
  readonly userAgent?: string | undefined;
  /** For a browser without a session: lets the person see their own account. */
  readonly viewTicket?: string | undefined;
}

export interface BrowserSessions {
  /** Adds the session under a fresh cookie, to which the browser's other sessions move. @returns the cookie */
  add(session: BrowserSession, oldCookie: string | undefined): Promise<string>;
  find(cookie: string, client: string): Promise<BrowserSession | undefined>;
  list(cookie: string): Promise<readonly BrowserSession[]>;
  /** The User-Agents of an account's sessions, by session. */
  userAgents(account: string): Promise<ReadonlyMap<string, string>>;
  /** Ends all sessions of a browser. @returns the sessions that ended */
  end(cookie: string): Promise<readonly BrowserSession[]>;
  /** Ends all sessions of an account, in every browser. */
  endAccount(account: string): Promise<void>;
}

/** How pages look to the people of a domain. */
export interface Branding {
  readonly name: string;
  readonly logoPng: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: readonly string[];
  /** IANA name; empty for the installation's time zone. */
  readonly timeZone: string;
  /** Replaces `help`, by language. */
  readonly helpTexts: Readonly<Record<string, string>>;
  readonly mail: MailServers;
}

/** A session that is still valid. */
export interface StandingSession {
  /** The id in lists, revocations and events. */
  readonly sessionId: string;
  readonly account: string;
  readonly client: string;
  readonly until: number;
}

/** Sessions, as policy and trust-store keep them. Every call asks policy. @throws GatepostError */
export interface Sessions {
  /** A new mail token. Undefined if the session does not stand. */
  mailToken(
    secret: string,
  ): Promise<{ token: string; expiresAt: number; until: number } | undefined>;
  /** @param token the secret, or one of its mail tokens; @param address the browser's, if it is known */
  check(token: string, address: string | undefined): Promise<StandingSession | undefined>;
  /** Ends the session. It is no error if the session has ended already. */
  end(secret: string): Promise<void>;
  /** The session, with a fresh `view` ticket of its person. Undefined if it does not stand. */
  view(secret: string, address: string): Promise<SessionView | undefined>;
  /** The administrator's tickets of the session. There are none if it does not stand, or is not an administrator's. */
  administer(secret: string): Promise<AdministratorsTickets>;
}

/** What the console is told with its tokens. None of it is stored here. */
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

/** A person's trust, with a ticket. @throws GatepostError PERMISSION_DENIED if the ticket is no longer valid */
export interface OwnTrusts {
  list(ticket: string): Promise<readonly OwnTrust[]>;
  /** @param ids absent means all @returns how many ended */
  end(ticket: string, ids?: readonly string[]): Promise<number>;
}

/** A person's sign-ins, with a `view` ticket. @throws GatepostError */
export interface OwnSignIns {
  /** Newest first. @param after `next` of the page before; empty for the first page */
  list(
    ticket: string,
    after: string,
  ): Promise<{ readonly signIns: readonly OwnSignIn[]; readonly next: string }>;
  /** What changed about the account, newest first. @param after as for `list` */
  changes(
    ticket: string,
    after: string,
  ): Promise<{ readonly changes: readonly OwnChange[]; readonly next: string }>;
  /** What would help today with a sign-in that was refused. */
  waysIn(ticket: string, decisionId: string): Promise<WaysIn>;
  /** Names of networks, by address. @param addresses at most 100 */
  nameNetworks(
    ticket: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The factors that some rule takes from the person, each with the services where it does. */
  takenFactors(ticket: string): Promise<ReadonlyMap<string, readonly Service[]>>;
}

/** Authenticators, recovery codes and passkeys of a person, with a `manage` ticket. @throws GatepostError */
export interface OwnFactors {
  list(ticket: string): Promise<OwnWays>;
  removeAuthenticator(ticket: string, id: string): Promise<void>;
  restoreAuthenticator(ticket: string, id: string): Promise<void>;
  renameAuthenticator(ticket: string, id: string, label: string): Promise<void>;
  replaceRecoveryCodes(ticket: string): Promise<readonly string[]>;
  restorePasskey(ticket: string, id: string): Promise<void>;
  renamePasskey(ticket: string, id: string, label: string): Promise<void>;
  removePasskey(ticket: string, id: string): Promise<void>;
}

/** App passwords of a person, with a `manage` ticket. @throws GatepostError */
export interface OwnAppPasswords {
  list(ticket: string): Promise<readonly OwnAppPassword[]>;
  /** @returns the secret, which is shown only this once */
  make(
    ticket: string,
    wish: {
      readonly label: string;
      readonly services: readonly Service[];
      /** ms since the epoch; absent if it does not expire. */
      readonly expiresAt: number | undefined;
    },
  ): Promise<string>;
  /** Ends all of them, or none. @param ids at least one */
  end(ticket: string, ids: readonly string[]): Promise<void>;
}

/** The result of changing a main password: `changed`, or why not. Each names a message. */
export type PasswordOutcome =
  | 'changed'
  | 'current-wrong'
  | 'rate-limited'
  | 'new-short'
  | 'new-long'
  | 'new-weak'
  | 'new-breached'
  | 'new-same';

/** The main password of a person, with a `manage` ticket. Only a change uses it up. @throws GatepostError */
export interface OwnPassword {
  read(ticket: string): Promise<OwnPasswordRules>;
  /** @returns for a weak password also the reason, a key of zxcvbn, which may be empty */
  change(
    ticket: string,
    wish: { readonly current: Uint8Array; readonly next: Uint8Array; readonly address: string },
  ): Promise<{ readonly outcome: PasswordOutcome; readonly warning: string }>;
}

/** The result of asking for a second address: the link was sent, or why not. Each names a message. */
export type SecondAddressOutcome = 'asked' | 'address-own' | 'links-used-up';

/** Which notices a person gets, and where. @throws GatepostError */
export interface OwnNotices {
  /** Takes a ticket `view` or `manage`, and does not use it up. */
  read(ticket: string): Promise<NoticeWishes>;
  /** Takes the same tickets. @throws GatepostError INVALID_ARGUMENT for a kind that may not be switched off */
  switchKind(ticket: string, kind: string, off: boolean): Promise<void>;
  /** Takes a ticket `view` or `manage`, and does not use it up. */
  unseen(ticket: string): Promise<UnseenNotices>;
  /** Takes the same tickets. @param until as `unseen` returned it, in ms since the epoch */
  markSeen(ticket: string, until: number): Promise<void>;
  /** Takes a ticket `manage`. A refusal does not use it up. @param address in its canonical form */
  askSecondAddress(ticket: string, address: string): Promise<SecondAddressOutcome>;
  /** Takes a ticket `manage`. */
  removeSecondAddress(ticket: string): Promise<void>;
}

/** A client of the sign-in page, as the operator registered it with policy. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** Canonical, or `*`. */
  readonly domains: readonly string[];
  /** The origin of a protected host. */
  readonly origin?: string | undefined;
  readonly openid?: OpenidClient | undefined;
}

export interface OpenidClient {
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  /** The client keeps no secret. */
  readonly isPublic: boolean;
  readonly withoutPkce: boolean;
  /** SHA-256 of the secret. */
  readonly secretHash: Buffer;
}

export type Clients = (id: string) => Client | undefined;

/** A record of OpenID Connect. */
export interface OpenidRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isConsumed: boolean;
  /** The session's secret, if one was stored with the record. */
  readonly sessionSecret: string | undefined;
}

/**
 * Stores the records of OpenID Connect by kind: `AuthorizationCode`, `RefreshToken` and so on. A record is found by the
 * value that is presented, at the host that issued it. Only a hash of that value is stored.
 */
export interface OpenidStore {
  put(
    kind: string,
    id: string,
    record: {
      readonly payload: Readonly<Record<string, unknown>>;
      readonly seconds: number;
      readonly sessionSecret: string | undefined;
      /** For a refresh token: the one that it replaces. */
      readonly predecessor: string | undefined;
      /** For a code of a client that takes logout tokens. */
      readonly login: ClientLogin | undefined;
      /** For a record that anybody can begin: the network that it was begun from. */
      readonly begunBy: string | undefined;
    },
  ): Promise<void>;
  find(kind: string, id: string): Promise<OpenidRecord | undefined>;
  findByUid(kind: string, uid: string): Promise<OpenidRecord | undefined>;
  /** Marks the record as used. @returns false if it was used before */
  consume(kind: string, id: string): Promise<boolean>;
  remove(kind: string, id: string): Promise<void>;
  removeGrant(grantId: string): Promise<void>;
}

/**
 * The ids by which clients know accounts. They are random, and are never given to another account, nor to a new one of
 * the same name.
 */
export interface Subjects {
  of(account: string): Promise<string>;
  /** Undefined if the subject is unknown, or its account was removed. */
  accountOf(subject: string): Promise<string | undefined>;
}

/** A client that knows a session, and wants to be told when it ends. */
export interface ClientLogin {
  readonly sessionId: string;
  readonly client: string;
  /** The client's id of the session. */
  readonly sid: string;
  readonly subject: string;
  /** The origin of the host where the person signed in. */
  readonly issuer: string;
  readonly domain: string;
  /** When the session expires. Clients are not told of that. */
  readonly until: number;
}

/** A claimed delivery: a client to be told that a session ended. The claim is this replica's for half a minute. */
export interface DueLogout extends Omit<ClientLogin, 'until'> {
  readonly endedAt: number;
  /** Tries so far, this one included. */
  readonly tries: number;
}

/** The clients to be told that a session ended (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogouts {
  /** The client knows the session by this `sid` and has signed out, so it need not be told. */
  signedOut(client: string, sid: string): Promise<void>;
  /** How far trust-store's endings were followed; empty before the first. */
  position(): Promise<string>;
  /** Clients that have anything to be told, now or later. */
  clientsDue(): Promise<readonly string[]>;
  claim(client: string, most: number): Promise<readonly DueLogout[]>;
  delivered(due: DueLogout): Promise<void>;
  postpone(due: DueLogout, until: number): Promise<void>;
  /** Gives up a delivery, and writes an event about it. */
  giveUp(due: DueLogout, why: string): Promise<void>;
}

/** Sends a client a logout token. @throws Error whose message is safe to show */
export type PostLogoutToken = (uri: string, token: string, signal: AbortSignal) => Promise<void>;

/** Reports the sessions that end, in order from a position on. A message without a session is a sign of life. */
export type WatchSessions = (
  after: string,
  signal: AbortSignal,
) => AsyncIterable<{ readonly position: string; readonly sessionId: string | undefined }>;

/** A key that signs id tokens, as a private JWK. */
export interface SigningKey {
  readonly kid: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export interface SigningKeys {
  /** The keys to publish, the current signing key first. Makes the next key in time. */
  current(): Promise<readonly SigningKey[]>;
}

/** What a one-time code of forward authentication stands for. */
export interface ForwardCode {
  readonly client: string;
  /** The origin of the protected host. */
  readonly origin: string;
  /** base64url(SHA-256(the cookie that edge set)). */
  readonly binding: string;
  readonly account: string;
  readonly until: number;
  readonly sessionSecret: string;
}

export interface ForwardCodes {
  issue(code: ForwardCode): Promise<string>;
  /** Takes the code. A second use finds none, whoever presents it. */
  take(code: string): Promise<ForwardCode | undefined>;
}

/** Deletes everything that is stored about an account. It is safe to repeat. @returns rows removed */
export type PurgeAccount = (request: {
  /** Canonical. */
  readonly account: string;
  /** SPIFFE URI of the service that asked. */
  readonly certificate: string;
  /** The administrator who had the account removed. */
  readonly actor: string;
}) => Promise<number>;

export interface BrandingStore {
  read(domain: string): Promise<Branding | undefined>;
  set(domain: string, branding: Branding, actor: Actor): Promise<void>;
  /** @returns whether there was any */
  remove(domain: string, actor: Actor): Promise<boolean>;
}
