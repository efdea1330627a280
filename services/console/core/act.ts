/** What needs the factors again: the sign-in page shows it, and gives a ticket for this one call. */
export type Act =
  | { readonly kind: 'reset-otp'; readonly account: string; readonly reason: string }
  | { readonly kind: 'remove-passkeys'; readonly account: string; readonly reason: string }
  | {
      readonly kind: 'revoke-app-password';
      readonly account: string;
      readonly reason: string;
      readonly id: string;
    };

export const ACT_KINDS = ['reset-otp', 'remove-passkeys', 'revoke-app-password'] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Acts that need no fresh factors, but say what they will do first. */
export const HELP_KINDS = ['unlock', 'end-sessions', 'end-trust'] as const;
export type HelpKind = (typeof HELP_KINDS)[number];

/** Longer than any reason; what the record keeps. */
export const MOST_REASON = 200;

/** A reason as a person gave it: one line. Undefined: there is none. */
export function readReason(text: string): string | undefined {
  const line = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return line === '' || line.length > MOST_REASON ? undefined : line;
}
