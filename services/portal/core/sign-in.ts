import type { Service } from '../../../libs/names/services.js';
import type { Act } from './act.js';
import type { ConsoleAct } from './console-act.js';
import type { Authenticator, Granted, Offer, PasskeyStart } from './decision.js';

/** Why a person signs in, and where they go afterwards. */
export type Flow =
  | { readonly kind: 'portal' }
  /** @see https://openid.net/specs/openid-connect-core-1_0.html */
  | {
      readonly kind: 'openid';
      readonly client: string;
      /** Identifies the client's request. A cookie of the browser holds it, too. */
      readonly uid: string;
      /** base64url(SHA-256(the browser's cookie)), once the browser has shown that the request is its own. */
      readonly browser: string;
      /** For the console: what the administrator signs in to do. */
      readonly act?: ConsoleAct | undefined;
    }
  | {
      readonly kind: 'forward';
      readonly client: string;
      readonly binding: string;
      readonly state: string;
    }
  /** A person who is signed in proves again who they are, for one thing they do about their account. */
  | {
      readonly kind: 'self';
      readonly account: string;
      readonly act: Act;
      /** For `app-password`: what it is for. */
      readonly service?: Service | undefined;
      /** For `ways`: what to show first, as `remove=<id>` or `rename=<id>`. */
      readonly first?: string | undefined;
      /** base64url(SHA-256(the browser's cookie)). */
      readonly browser: string;
    };

/** The current page of a pending sign-in. */
export type Page =
  | 'code'
  | 'passkey'
  | 'set-up'
  | 'passkey-make'
  | 'confirm'
  | 'recovery-codes'
  | 'moving'
  | 'done';

/** The state of a pending sign-in. It holds no secret. */
export interface SignIn {
  readonly page: Page;
  /** Canonical. */
  readonly account: string;
  readonly flow: Flow;
  readonly offers: readonly Offer[];
  readonly authenticators: readonly Authenticator[];
  /** The sign-in can also be completed at the identity provider. */
  readonly hasProvider: boolean;
  /** The set-up is optional: the person is in without it. */
  readonly isOptional: boolean;
  /** The sign-in can also be completed with a passkey. */
  readonly hasPasskey?: boolean;
  /** What can be set up. */
  readonly canSetUp?: readonly ('otp' | 'passkey')[];
  /** The account has no second factor yet. */
  readonly isFirst?: boolean;
  /** The app's current code was just used up, so the next one is asked for. */
  readonly isNextCode?: boolean;
  /** The last problem, shown again after a reload. */
  readonly problem?: Problem | undefined;
}

/** The secrets of a pending sign-in, sealed under a key that needs the browser's cookie. */
export interface SignInSecrets {
  /** base64 */
  readonly password?: string | undefined;
  /** A ticket of purpose `enrol`. */
  readonly ticket?: string | undefined;
  /** A ticket of purpose `enrol` or `manage`, for a passkey. */
  readonly passkeyTicket?: string | undefined;
  readonly setUp?: SetUp | undefined;
  readonly passkeySetUp?: PasskeySetUp | undefined;
  readonly waitingPasskey?: WaitingPasskey | undefined;
  /** The request options of a passkey. */
  readonly passkey?: PasskeyStart | undefined;
  /** Shown until the person says that they have kept them. */
  readonly recoveryCodes?: readonly string[] | undefined;
  /** The person is in already, and what remains is optional. */
  readonly outcome?: Outcome | undefined;
}

/** An authenticator that waits for its first code. */
export interface SetUp {
  readonly authenticatorId: string;
  readonly otpauthUri: string;
  /** base32 */
  readonly secret: string;
  readonly confirmationToken: string;
}

/** A passkey that the browser is asked to make. */
export interface PasskeySetUp {
  /** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3). */
  readonly creationOptions: string;
  readonly registrationToken: string;
  /** Names of the models that are accepted; empty if any is. */
  readonly models?: readonly string[];
}

/** A new passkey that cannot be used until the person has kept the recovery codes. */
export interface WaitingPasskey {
  readonly passkeyId: string;
  readonly confirmationToken: string;
}

/** The result of an ALLOW. */
export interface Outcome {
  readonly account: string;
  readonly decisionId: string;
  readonly granted: readonly Granted[];
  readonly deviceToken?: string | undefined;
  readonly sessionSecret?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly sessionUntil?: number | undefined;
  /** Lets the person see their own account. */
  readonly viewTicket?: string | undefined;
  readonly isGrace: boolean;
  /** Tickets with which the person manages their account. Each service accepts each ticket once. */
  readonly manage?: readonly string[];
}

/** What is wrong with what was entered. Each names a message. */
export type Problem =
  | 'account-missing'
  | 'account-malformed'
  | 'account-elsewhere'
  | 'password-missing'
  | 'password-wrong'
  | 'password-long'
  | 'code-missing'
  | 'code-wrong'
  | 'recovery-code-wrong'
  | 'provider-refused'
  | 'passkey-refused'
  | 'passkey-not-made'
  | 'passkey-elsewhere'
  | 'passkey-model'
  | 'passkey-attestation'
  | 'set-up-failed';
