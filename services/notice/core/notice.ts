import type { Kind } from './kinds.js';

/** The content of a mail besides its kind. Absent facts are not mentioned. */
export interface Facts {
  readonly address?: string | undefined;
  /** The service of the login, such as `Imap`. */
  readonly service?: string | undefined;
  /** User agent as the program sent it. */
  readonly userAgent?: string | undefined;
  /** The person's name for an authenticator, a device or an app password. */
  readonly label?: string | undefined;
  /** A second address. */
  readonly mailbox?: string | undefined;
  /** The sign-in host that is given up, such as `login.example`. */
  readonly oldHost?: string | undefined;
  /** The origin of the sign-in host that replaces it. */
  readonly newHost?: string | undefined;
  /** How many recovery codes are left, or were made. */
  readonly count?: number | undefined;
  /** ms since the epoch */
  readonly until?: number | undefined;
  readonly byAdministrator?: boolean | undefined;
}

/** Something that happened to an account and that its owner is notified of. */
export interface Notice {
  /** Id of the event. */
  readonly id: string;
  readonly kind: Kind;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** When it happened, in ms since the epoch. */
  readonly at: number;
  readonly facts: Facts;
}

/** The parts of a recorded event that concern notices. */
export type NoticeEvent =
  | { readonly is: 'notice'; readonly notice: Notice }
  /**
   * A login with the right password. If it was allowed, it becomes a notice if its network or program was never seen
   * with the account; if it was refused, if its network never was.
   */
  | { readonly is: 'sign-in'; readonly notice: Notice; readonly language?: string | undefined }
  | { readonly is: 'removal'; readonly account: string }
  /** An event that cannot be read or processed. */
  | { readonly is: 'skipped'; readonly why: string };
