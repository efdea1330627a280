import type { SignInClient } from './sign-in-client.js';

/** An act that needs the factors again. The sign-in page describes it, and gives a ticket for this one call. */
export type Act = PersonAct | ClientAct;

/** An act on a person's factors. */
export type PersonAct =
  | { readonly kind: 'reset-otp'; readonly account: string; readonly reason: string }
  | { readonly kind: 'remove-passkeys'; readonly account: string; readonly reason: string }
  | {
      readonly kind: 'revoke-app-password';
      readonly account: string;
      readonly reason: string;
      readonly id: string;
    };

/** An act on a client of the sign-in page. */
export type ClientAct =
  | {
      readonly kind: 'put-client';
      readonly client: SignInClient;
      readonly newSecret: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'remove-client'; readonly id: string; readonly reason: string };

/** What an act did. */
export interface ActResult {
  /** How many things ended. */
  readonly n: number;
  /** A new secret that is shown this once; empty: none was made. */
  readonly secret: string;
}

export const ACT_KINDS = ['reset-otp', 'remove-passkeys', 'revoke-app-password'] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Acts that need no fresh factors. A page says what they will do before they are done. */
export const HELP_KINDS = ['unlock', 'end-sessions', 'end-trust'] as const;
export type HelpKind = (typeof HELP_KINDS)[number];

/** Longest reason that the record keeps, in characters. */
export const MOST_REASON = 200;

/** Reads a reason that a person typed as one line. Undefined if it is empty. */
export function readReason(text: string): string | undefined {
  const line = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return line === '' || line.length > MOST_REASON ? undefined : line;
}
