import type { Kind } from './kinds.js';

/** What a mail says besides its kind. Whatever is absent is not said. */
export interface Facts {
  readonly address?: string | undefined;
  /** What the login was for: `Imap`. */
  readonly service?: string | undefined;
  /** As the program named itself. */
  readonly userAgent?: string | undefined;
  /** As the person named an authenticator, a device, an app password. */
  readonly label?: string | undefined;
  /** A second address. */
  readonly mailbox?: string | undefined;
  /** How many recovery codes are left, or were made. */
  readonly count?: number | undefined;
  /** ms since the epoch */
  readonly until?: number | undefined;
  readonly byAdministrator?: boolean | undefined;
}

/** One thing that happened to an account, and that its owner is told of. */
export interface Notice {
  /** The event’s. */
  readonly id: string;
  readonly kind: Kind;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** When it happened, in ms since the epoch. */
  readonly at: number;
  readonly facts: Facts;
}

/** A recorded event, as far as it concerns notices. */
export type Happening =
  | { readonly is: 'notice'; readonly notice: Notice }
  /** A login that was allowed: a notice if its network or program was never seen with the account. */
  | { readonly is: 'sign-in'; readonly notice: Notice; readonly language?: string | undefined }
  | { readonly is: 'removal'; readonly account: string }
  /** An event that cannot be read, or taken in. */
  | { readonly is: 'skipped'; readonly why: string };
