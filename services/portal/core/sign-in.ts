import type { Service } from '../../../libs/names/services.js';
import type { Act } from './act.js';
import type { ConsoleAct } from './console-act.js';
import type { Authenticator, Granted, Offer, PasskeyStart } from './decision.js';

/** Why a person signs in, and where the way leads afterwards. */
export type Flow =
  | { readonly kind: 'portal' }
  /** @see https://openid.net/specs/openid-connect-core-1_0.html */
  | {
      readonly kind: 'openid';
      readonly client: string;
      /** Names the client's request, which the browser's own cookie names, too. */
      readonly uid: string;
      /** base64url(SHA-256(the browser's cookie)), once the browser has shown that the request is its own. */
      readonly browser: string;
      /** Of the console: what the administrator signs in to do. */
      readonly act?: ConsoleAct | undefined;
    }
  | {
      readonly kind: 'forward';
      readonly client: string;
      readonly binding: string;
      readonly state: string;
    }
  /** Signed in at the page, the person shows again that it is them, for one thing they do about their account. */
  | {
      readonly kind: 'self';
      readonly account: string;
      readonly act: Act;
      /** Of `app-password`: what it is for. */
      readonly service?: Service | undefined;
      /** Of `ways`: what is shown first, as `remove=<id>` or `rename=<id>`. */
      readonly first?: string | undefined;
      /** base64url(SHA-256(the browser's cookie)). */
      readonly browser: string;
    };

/** The page that a sign-in under way is at. */
export type Page =
  | 'code'
  | 'passkey'
  | 'set-up'
  | 'passkey-make'
  | 'confirm'
  | 'recovery-codes'
  | 'moving'
  | 'done';

/** What is known of a sign-in under way; no secret. */
export interface SignIn {
  readonly page: Page;
  /** Canonical. */
  readonly account: string;
  readonly flow: Flow;
  readonly offers: readonly Offer[];
  readonly authenticators: readonly Authenticator[];
  /** It can also be completed at the identity provider. */
  readonly hasProvider: boolean;
  /** Setting up is a choice: the person is in without it. */
  readonly isOptional: boolean;
  /** It can also be completed with a passkey. */
  readonly hasPasskey?: boolean;
  /** What can be set up. */
  readonly canSetUp?: readonly ('otp' | 'passkey')[];
  /** What is set up is the account's first second factor. */
  readonly isFirst?: boolean;
  /** The app's code of now was just spent: the next one is asked for. */
  readonly isNextCode?: boolean;
  /** The last thing that was wrong, to be said once more after a reload. */
  readonly problem?: Problem | undefined;
}

/** What must be remembered in secret, sealed under a key that the browser completes. */
export interface SignInSecrets {
  /** base64 */
  readonly password?: string | undefined;
  /** Of purpose `enrol`. */
  readonly ticket?: string | undefined;
  /** The same, or `manage`, for a passkey. */
  readonly passkeyTicket?: string | undefined;
  readonly setUp?: SetUp | undefined;
  readonly passkeySetUp?: PasskeySetUp | undefined;
  readonly waitingPasskey?: WaitingPasskey | undefined;
  /** What a passkey is asked for. */
  readonly passkey?: PasskeyStart | undefined;
  /** Shown until the person says that they are kept. */
  readonly recoveryCodes?: readonly string[] | undefined;
  /** The person is in; what is left is a choice. */
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

/** A passkey that the browser is to make. */
export interface PasskeySetUp {
  /** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3). */
  readonly creationOptions: string;
  readonly registrationToken: string;
  /** Names of the models that are taken; none: any is. */
  readonly models?: readonly string[];
}

/** A passkey that is no way in before its person has the recovery codes. */
export interface WaitingPasskey {
  readonly passkeyId: string;
  readonly confirmationToken: string;
}

/** What an ALLOW left. */
export interface Outcome {
  readonly account: string;
  readonly decisionId: string;
  readonly granted: readonly Granted[];
  readonly deviceToken?: string | undefined;
  readonly sessionSecret?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly sessionUntil?: number | undefined;
  /** Shows the person their own account. */
  readonly viewTicket?: string | undefined;
  readonly isGrace: boolean;
  /** Tickets that let the person manage their account, each once at each service. */
  readonly manage?: readonly string[];
}

/** What is wrong with what was typed; names of messages. */
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
