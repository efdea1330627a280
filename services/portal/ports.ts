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

// What the commands need from outside. Times are in milliseconds since the epoch.

export type { Clock } from '../../libs/clock/index.js';
export type { Random } from '../../libs/random/index.js';
/** A browser, as a request shows it. */
export interface Visitor {
  readonly address: TrueAddress;
  /** The host it is at, without its port: what passkeys are bound to; empty: it has no name. */
  readonly signInHost: string;
  readonly userAgent: string;
  /** As the person chose it, or as the browser asks for it. Absent: neither. */
  readonly language?: string | undefined;
  /** Of a trusted device. */
  readonly deviceToken?: string | undefined;
}

/** What was ended because the person disowned an event. */
export interface Disowned {
  readonly appPasswords: number;
  readonly authenticators: number;
  readonly passkeys: number;
  /** Addresses, devices and sessions. */
  readonly trust: number;
  /** Second addresses of notices. */
  readonly addresses: number;
}

/** What a link in a notice is for: a second address to confirm, or a kind to switch off. */
export interface NoticeLink {
  readonly account: string;
  /** Of the address to confirm; empty: a kind is switched off. */
  readonly address: string;
  readonly kind: string;
}

/** The links in notices; undefined: it is none, was used, or is over. @throws GatepostError */
export interface NoticeLinks {
  describe(token: string): Promise<NoticeLink | undefined>;
  confirm(token: string): Promise<Pick<NoticeLink, 'account' | 'address'> | undefined>;
  switchOff(token: string): Promise<Pick<NoticeLink, 'account' | 'kind'> | undefined>;
}

/**
 * Takes away what was gained since the event of a ticket, everywhere; what could not be asked can be
 * asked again with the same ticket.
 * @throws GatepostError PERMISSION_DENIED for a ticket that is none, or lapsed
 */
export type Disown = (ticket: string) => Promise<Disowned>;

/** What a person presents. */
export interface Presented {
  readonly account: string;
  readonly service: Service;
  /** Who sends the person here; empty: nobody. */
  readonly client: string;
  readonly visitor: Visitor;
  readonly password?: Uint8Array | undefined;
  readonly code?: { readonly value: string; readonly authenticatorId: string } | undefined;
  readonly recoveryCode?: string | undefined;
  readonly beginProvider?: boolean;
  readonly providerAnswer?: ProviderAnswer | undefined;
  /** Begins a passkey beside the rest. */
  readonly beginPasskey?: boolean;
  readonly passkey?: PasskeyAnswer | undefined;
  readonly trust?: { readonly ip: boolean; readonly device: boolean } | undefined;
  /** Verifies a second factor that the rule does not need: a person does something about their account. */
  readonly prove?: boolean;
  /** What an administrator signs in to do. */
  readonly act?: ConsoleAct | undefined;
  /** Asks for a session behind the client. */
  readonly wantsSession: boolean;
  /** The same for every try of one sign-in. */
  readonly attemptId: string;
}

/** What a passkey answered. */
export interface PasskeyAnswer {
  /** AuthenticationResponseJSON (WebAuthn Level 3). */
  readonly response: Uint8Array;
  readonly loginTicket: string;
}

/** Begins a passkey of whoever it will name. Undefined: passkeys are not offered there, or not now. */
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

/** Asks for a decision. Whatever stands in the way of one is a decision, too. */
export type Authorize = (presented: Presented) => Promise<Decision>;

/** First set-up of an authenticator, with a ticket. @throws GatepostError */
export interface Enrolment {
  begin(ticket: string, label: string): Promise<SetUp>;
  /** @returns recovery codes; undefined where the code is wrong */
  confirm(
    setUp: SetUp,
    given: { readonly code: string; readonly keepsAppPasswords: boolean },
  ): Promise<readonly string[] | undefined>;
}

/** Registration of a passkey, with a ticket. @throws GatepostError */
export interface PasskeyEnrolment {
  begin(ticket: string, label: string, signInHost: string): Promise<PasskeySetUp>;
  /** @returns what refused it, where what the browser made is not accepted */
  finish(
    setUp: PasskeySetUp,
    made: { readonly response: Uint8Array; readonly keepsAppPasswords: boolean },
  ): Promise<
    | {
        readonly recoveryCodes: readonly string[];
        /** The passkey waits until the codes are kept. */
        readonly waiting: WaitingPasskey | undefined;
      }
    | { readonly refused: 'model' | 'attestation' | 'other' }
  >;
  confirm(waiting: WaitingPasskey): Promise<void>;
}

/** Something under way, claimed: this step is this request's alone. */
export interface ClaimedStep<State, Secrets> {
  readonly state: State;
  readonly secrets: Secrets;
  readonly step: number;
}
export type Claimed = ClaimedStep<SignIn, SignInSecrets>;
export type ClaimedChange = ClaimedStep<Change, ChangeSecrets>;

/** Names a sign-in under way: what is in the address, and what is in the browser's cookie. */
export interface SignInKey {
  readonly id: string;
  readonly browser: string;
}

/** What is under way. A wrong browser, an unknown id and one that is over are all alike: undefined. */
export interface SealedSteps<State, Secrets> {
  begin(browser: string, state: State, secrets: Secrets): Promise<{ id: string }>;
  /** Reads without claiming. */
  look(key: SignInKey): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Takes a step, once. */
  claim(key: SignInKey, step: number): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Of a claimed step: what comes next. @returns false where another request has gone on meanwhile */
  save(key: SignInKey, step: number, state: State, secrets: Secrets): Promise<boolean>;
  /** Of a claimed step: it is over. */
  end(key: SignInKey): Promise<void>;
}

/** Sign-ins under way. */
export type SignIns = SealedSteps<SignIn, SignInSecrets>;
/** What people who have shown that it is them do about their accounts. */
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
  /** As trust-store's lists name the session. */
  readonly sessionId?: string | undefined;
  /** What the browser calls itself. */
  readonly userAgent?: string | undefined;
  /** Of one that was given no session: shows the person their own account. */
  readonly viewTicket?: string | undefined;
}

export interface BrowserSessions {
  /** Under a fresh cookie, to which the browser's other sessions move. @returns the cookie */
  add(session: BrowserSession, oldCookie: string | undefined): Promise<string>;
  find(cookie: string, client: string): Promise<BrowserSession | undefined>;
  list(cookie: string): Promise<readonly BrowserSession[]>;
  /** What the browsers of an account's sessions call themselves, by session. */
  userAgents(account: string): Promise<ReadonlyMap<string, string>>;
  /** Ends all of a browser's. @returns what they were */
  end(cookie: string): Promise<readonly BrowserSession[]>;
  /** Ends all of an account's, in every browser. */
  endAccount(account: string): Promise<void>;
}

/** How the page looks to the people of a domain. */
export interface Branding {
  readonly name: string;
  readonly logoPng: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: readonly string[];
  /** IANA; empty: the installation's. */
  readonly timeZone: string;
  /** By language, in place of `help`. */
  readonly helpTexts: Readonly<Record<string, string>>;
  readonly mail: MailServers;
}

/** A session that stands. */
export interface StandingSession {
  /** As lists, revocations and events name it. */
  readonly sessionId: string;
  readonly account: string;
  readonly client: string;
  readonly until: number;
}

/** Sessions, as policy and trust-store keep them. Every call is a question to policy. @throws GatepostError */
export interface Sessions {
  /** A new mail token; undefined: the session does not stand. */
  mailToken(
    secret: string,
  ): Promise<{ token: string; expiresAt: number; until: number } | undefined>;
  /** @param token the secret, or one of its mail tokens; @param address the browser's, where it is known */
  check(token: string, address: string | undefined): Promise<StandingSession | undefined>;
  /** Ends it; that it had ended is no error. */
  end(secret: string): Promise<void>;
  /** The session that stands, and a fresh `view` ticket of its person; undefined: it does not stand. */
  view(secret: string, address: string): Promise<SessionView | undefined>;
  /** The tickets of an administrator behind the session that stands: none where it does not, or is of no administrator. */
  administer(secret: string): Promise<AdministratorsTickets>;
}

/** As the console is told with its tokens; none of it is kept here. */
export interface AdministratorsTickets {
  readonly administer_ticket?: string;
  /** Seconds since the epoch. */
  readonly administer_expires_at?: number;
  /** The one domain, or `*`. */
  readonly administers?: string;
  readonly administrator_role?: string;
  /** For what the person signed in to do. */
  readonly act_ticket?: string;
}

export interface SessionView {
  readonly sessionId: string;
  readonly ticket: string;
}

/** A person's trust, with a ticket. @throws GatepostError PERMISSION_DENIED for a ticket that is good no longer */
export interface OwnTrusts {
  list(ticket: string): Promise<readonly OwnTrust[]>;
  /** @param ids absent: all @returns how many ended */
  end(ticket: string, ids?: readonly string[]): Promise<number>;
}

/** A person's sign-ins, with a `view` ticket. @throws GatepostError */
export interface OwnSignIns {
  /** Newest first. @param after `next` of the page before; empty: the first page */
  list(
    ticket: string,
    after: string,
  ): Promise<{ readonly signIns: readonly OwnSignIn[]; readonly next: string }>;
  /** What changed about the account, newest first. @param after as of `list` */
  changes(
    ticket: string,
    after: string,
  ): Promise<{ readonly changes: readonly OwnChange[]; readonly next: string }>;
  /** What would help a sign-in that was refused, today. */
  waysIn(ticket: string, decisionId: string): Promise<WaysIn>;
  /** Names of networks, by address. @param addresses at most 100 */
  nameNetworks(
    ticket: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The factors that some rule takes of the person, with the services at which it does. */
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
  /** @returns the secret, shown this once */
  make(
    ticket: string,
    wish: {
      readonly label: string;
      readonly services: readonly Service[];
      /** ms since the epoch; absent: it does not lapse. */
      readonly expiresAt: number | undefined;
    },
  ): Promise<string>;
  /** All of them, or none. @param ids at least one */
  end(ticket: string, ids: readonly string[]): Promise<void>;
}

/** What came of changing a main password: `changed`, or why not; names of messages. */
export type PasswordOutcome =
  | 'changed'
  | 'current-wrong'
  | 'rate-limited'
  | 'new-short'
  | 'new-long'
  | 'new-weak'
  | 'new-breached'
  | 'new-same';

/** The main password of a person, with a `manage` ticket, which only a change uses up. @throws GatepostError */
export interface OwnPassword {
  read(ticket: string): Promise<OwnPasswordRules>;
  /** @returns also what makes a weak one weak, a key of zxcvbn; may be empty */
  change(
    ticket: string,
    wish: { readonly current: Uint8Array; readonly next: Uint8Array; readonly address: string },
  ): Promise<{ readonly outcome: PasswordOutcome; readonly warning: string }>;
}

/** What came of asking for a second address: the link was sent, or why not; names of messages. */
export type SecondAddressOutcome = 'asked' | 'address-own' | 'links-used-up';

/** What a person is told of, and where. @throws GatepostError */
export interface OwnNotices {
  /** With a ticket `view` or `manage`, which is not used up. */
  read(ticket: string): Promise<NoticeWishes>;
  /** Likewise. @throws GatepostError INVALID_ARGUMENT for a kind that may not be switched off */
  switchKind(ticket: string, kind: string, off: boolean): Promise<void>;
  /** With a ticket `view` or `manage`, which is not used up. */
  unseen(ticket: string): Promise<UnseenNotices>;
  /** Likewise. @param until as `unseen` gave it, ms since the epoch */
  markSeen(ticket: string, until: number): Promise<void>;
  /** With a ticket `manage`, which a refusal does not use up. @param address in its canonical form */
  askSecondAddress(ticket: string, address: string): Promise<SecondAddressOutcome>;
  /** With a ticket `manage`. */
  removeSecondAddress(ticket: string): Promise<void>;
}

/** A client of the sign-in page, as the operator registered it with policy. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** Canonical, or `*`. */
  readonly domains: readonly string[];
  /** Of a protected host. */
  readonly origin?: string | undefined;
  readonly openid?: OpenidClient | undefined;
}

export interface OpenidClient {
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  /** It keeps no secret. */
  readonly isPublic: boolean;
  readonly withoutPkce: boolean;
  /** SHA-256. */
  readonly secretHash: Buffer;
}

export type Clients = (id: string) => Client | undefined;

/** What a kind of thing that OpenID Connect keeps is found with, and what it carries besides. */
export interface OpenidRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isConsumed: boolean;
  /** The session's secret, where one was kept with it. */
  readonly sessionSecret: string | undefined;
}

/** What OpenID Connect keeps, by kind: `AuthorizationCode`, `RefreshToken`, … Found by what is presented, of which only a hash is kept, at the host that issued it. */
export interface OpenidStore {
  put(
    kind: string,
    id: string,
    record: {
      readonly payload: Readonly<Record<string, unknown>>;
      readonly seconds: number;
      readonly sessionSecret: string | undefined;
      /** Of a refresh token: the one it comes after. */
      readonly predecessor: string | undefined;
      /** Of a code for a client that takes logout tokens. */
      readonly login: ClientLogin | undefined;
      /** Of what anybody can begin: the network it was begun from. */
      readonly begunBy: string | undefined;
    },
  ): Promise<void>;
  find(kind: string, id: string): Promise<OpenidRecord | undefined>;
  findByUid(kind: string, uid: string): Promise<OpenidRecord | undefined>;
  /** Once: @returns false where it was before */
  consume(kind: string, id: string): Promise<boolean>;
  remove(kind: string, id: string): Promise<void>;
  removeGrant(grantId: string): Promise<void>;
}

/** What clients know accounts as: random, of one account, never of another or of one made again. */
export interface Subjects {
  of(account: string): Promise<string>;
  /** Undefined: nobody's, or of an account that was removed. */
  accountOf(subject: string): Promise<string | undefined>;
}

/** A client that was told of a session, and wants to know when it ends. */
export interface ClientLogin {
  readonly sessionId: string;
  readonly client: string;
  /** The session as the client knows it. */
  readonly sid: string;
  readonly subject: string;
  /** The origin of the host that signed the person in. */
  readonly issuer: string;
  readonly domain: string;
  /** When the session ends by itself: nobody is told of that. */
  readonly until: number;
}

/** A client to be told that a session ended, claimed: it is this replica's for half a minute. */
export interface DueLogout extends Omit<ClientLogin, 'until'> {
  readonly endedAt: number;
  /** With this one. */
  readonly tries: number;
}

/** Who is to be told that a session ended (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogouts {
  /** Of a session: the client has `sid` of it, and it is over. */
  signedOut(client: string, sid: string): Promise<void>;
  /** Up to where trust-store's endings were followed; empty: not yet. */
  position(): Promise<string>;
  /** Clients with anything to be told, now or later. */
  clientsDue(): Promise<readonly string[]>;
  claim(client: string, most: number): Promise<readonly DueLogout[]>;
  delivered(due: DueLogout): Promise<void>;
  postpone(due: DueLogout, until: number): Promise<void>;
  /** It is over, and an event says so. */
  giveUp(due: DueLogout, why: string): Promise<void>;
}

/** Sends a client a logout token. @throws Error whose message is safe to show */
export type PostLogoutToken = (uri: string, token: string, signal: AbortSignal) => Promise<void>;

/** Sessions that end, from a position on, in order; one without a session is a sign of life. */
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
  /** Those to publish, the one that signs now first; makes the next one in time. */
  current(): Promise<readonly SigningKey[]>;
}

/** What a one-time code of forward authentication stands for. */
export interface ForwardCode {
  readonly client: string;
  /** Of the protected host. */
  readonly origin: string;
  /** base64url(SHA-256(the cookie that edge set)). */
  readonly binding: string;
  readonly account: string;
  readonly until: number;
  readonly sessionSecret: string;
}

export interface ForwardCodes {
  issue(code: ForwardCode): Promise<string>;
  /** Takes it: a second use finds none, whoever asks and with whatever. */
  take(code: string): Promise<ForwardCode | undefined>;
}

/** Forgets all that is kept of an account; safe to repeat. @returns rows removed */
export type PurgeAccount = (request: {
  /** Canonical. */
  readonly account: string;
  /** SPIFFE URI of the service that asked. */
  readonly certificate: string;
  /** Who had the account removed. */
  readonly actor: string;
}) => Promise<number>;

export interface BrandingStore {
  read(domain: string): Promise<Branding | undefined>;
  set(domain: string, branding: Branding, actor: Actor): Promise<void>;
  /** @returns whether there was any */
  remove(domain: string, actor: Actor): Promise<boolean>;
}
