/** A factor that is missing, or a step towards one. */
export type Missing =
  | 'password'
  | 'app-password'
  | 'otp'
  | 'saml'
  | 'passkey'
  | 'otp-enrolment'
  | 'passkey-enrolment';

/** Trust that the person may ask for. */
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
  /** ms since the epoch; absent if it was refused. */
  readonly until?: number | undefined;
  readonly refused?: string | undefined;
  /** The id that lists show; absent if it was refused. */
  readonly trustId?: string | undefined;
}

/** Proves, in the person's own calls, what a login proved. */
export interface Ticket {
  readonly token: string;
  readonly purpose: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
  /** The services that accept it. */
  readonly stores: readonly string[];
  /** A `manage` ticket earned by a password alone. It can only make app passwords. */
  readonly isOneFactor: boolean;
}

export interface Allowed {
  readonly kind: 'allow';
  /** Canonical. */
  readonly account: string;
  /** The person was let in without a factor that will be required when the grace ends. */
  readonly isGrace: boolean;
  readonly granted: readonly Granted[];
  /** Replaces the token that was sent. */
  readonly deviceToken?: string | undefined;
  /** The session's secret, if a session was granted. */
  readonly sessionSecret?: string | undefined;
  /** The id that lists show. */
  readonly sessionId?: string | undefined;
  readonly tickets: readonly Ticket[];
  /** When the trust that the session rests on lapses, in ms since the epoch. */
  readonly validUntil?: number | undefined;
  readonly bindToIp: boolean;
  readonly passkey?: PasskeyStart | undefined;
  readonly decisionId: string;
}

/** What to ask the browser for, and what goes back with the passkey's answer. */
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
  /** The alternatives still possible, each as the factors that are missing. */
  readonly alternatives: readonly (readonly Missing[])[];
  readonly offers: readonly Offer[];
  readonly authenticators: readonly Authenticator[];
  readonly tickets: readonly Ticket[];
  readonly provider?: ProviderLogin | undefined;
  readonly passkey?: PasskeyStart | undefined;
  readonly decisionId: string;
}

/** How to sign in at the domain's identity provider. */
export interface ProviderLogin {
  /** Used by the redirect binding. */
  readonly redirectUrl?: string | undefined;
  /** Used by the POST binding. */
  readonly form?:
    | { readonly action: string; readonly fields: Readonly<Record<string, string>> }
    | undefined;
  /** Kept in this browser's cookie. */
  readonly loginTicket: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
  /** The message of the rule's author if the rule itself refuses, else empty. */
  readonly words: string;
  readonly decisionId: string;
}

/** No decision could be made. This neither means a wrong password nor lets anybody in. */
export interface Undecided {
  readonly kind: 'undecided';
}

/** What was presented is not a login, so nothing was decided. */
export interface Malformed {
  readonly kind: 'malformed';
}

export type Decision = Allowed | Challenged | Refused | Undecided | Malformed;

/** Whether this factor is all that some alternative lacks. */
export function offers(challenge: Challenged, factor: Missing): boolean {
  return challenge.alternatives.some((missing) => missing.length === 1 && missing[0] === factor);
}

/** Whether some alternative lacks this factor, whatever else it lacks. */
export function mentions(challenge: Challenged, factor: Missing): boolean {
  return challenge.alternatives.some((missing) => missing.includes(factor));
}

/** Whether the request options name the person's own passkeys. They do once the first factor is right. */
export function namesPasskeys(passkey: PasskeyStart | undefined): boolean {
  const { allowCredentials = [] } = JSON.parse(passkey?.requestOptions ?? '{}');
  return allowCredentials.length > 0;
}
