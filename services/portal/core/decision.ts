/** A factor that is missing, or a step towards one. */
export type Missing =
  | 'password'
  | 'app-password'
  | 'otp'
  | 'saml'
  | 'passkey'
  | 'otp-enrolment'
  | 'passkey-enrolment';

/** Trust the person may ask for. */
export interface Offer {
  readonly kind: 'ip' | 'device';
  readonly defaultSeconds: number;
}

export interface Authenticator {
  readonly id: string;
  readonly label: string;
}

/** What was granted, or why it was not. */
export interface Granted {
  readonly kind: 'ip' | 'device' | 'session';
  /** ms since the epoch; absent: refused. */
  readonly until?: number | undefined;
  readonly refused?: string | undefined;
  /** As lists name it; absent: refused. */
  readonly trustId?: string | undefined;
}

/** Proof, for the person's own calls, of what a login proved. */
export interface Ticket {
  readonly token: string;
  readonly purpose: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
  /** Where it is good. */
  readonly stores: readonly string[];
  /** A `manage` ticket that a password alone earned: it makes app passwords and does nothing else. */
  readonly isOneFactor: boolean;
}

export interface Allowed {
  readonly kind: 'allow';
  /** Canonical. */
  readonly account: string;
  /** Let in without what will be needed when the grace ends. */
  readonly isGrace: boolean;
  readonly granted: readonly Granted[];
  /** To be kept in place of the one sent. */
  readonly deviceToken?: string | undefined;
  /** The session's own secret, if one was granted. */
  readonly sessionSecret?: string | undefined;
  /** As lists name it. */
  readonly sessionId?: string | undefined;
  readonly tickets: readonly Ticket[];
  /** When the trust that carried it lapses, ms since the epoch. */
  readonly validUntil?: number | undefined;
  readonly bindToIp: boolean;
  readonly passkey?: PasskeyStart | undefined;
  readonly decisionId: string;
}

/** What the browser is to be asked for a passkey, and what goes back with its answer. */
export interface PasskeyStart {
  /** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3). */
  readonly requestOptions: string;
  readonly loginTicket: string;
}

export interface Challenged {
  readonly kind: 'challenge';
  /** Canonical. */
  readonly account: string;
  readonly reason: string;
  /** The alternatives still possible, each the factors that are missing. */
  readonly alternatives: readonly (readonly Missing[])[];
  readonly offers: readonly Offer[];
  readonly authenticators: readonly Authenticator[];
  readonly tickets: readonly Ticket[];
  readonly provider?: ProviderLogin | undefined;
  readonly passkey?: PasskeyStart | undefined;
  readonly decisionId: string;
}

/** Where the domain's identity provider signs people in. */
export interface ProviderLogin {
  /** For the redirect binding. */
  readonly redirectUrl?: string | undefined;
  /** For the POST binding. */
  readonly form?:
    | { readonly action: string; readonly fields: Readonly<Record<string, string>> }
    | undefined;
  /** To be kept in this browser's cookie. */
  readonly loginTicket: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
  /** What the rule's author says, where the rule itself refuses; else empty. */
  readonly words: string;
  readonly decisionId: string;
}

/** Could not decide: never a wrong password, never let in. */
export interface Undecided {
  readonly kind: 'undecided';
}

/** What was presented is no login at all: nothing was decided. */
export interface Malformed {
  readonly kind: 'malformed';
}

export type Decision = Allowed | Challenged | Refused | Undecided | Malformed;

/** Whether some alternative lacks this factor alone, or with others that are not `password`. */
export function offers(challenge: Challenged, factor: Missing): boolean {
  return challenge.alternatives.some((missing) => missing.length === 1 && missing[0] === factor);
}

/** Whether some alternative lacks this factor, whatever else it lacks. */
export function mentions(challenge: Challenged, factor: Missing): boolean {
  return challenge.alternatives.some((missing) => missing.includes(factor));
}

/** Request options name the person's own passkeys once the first factor is right. */
export function namesPasskeys(passkey: PasskeyStart | undefined): boolean {
  const { allowCredentials = [] } = JSON.parse(passkey?.requestOptions ?? '{}');
  return allowCredentials.length > 0;
}
