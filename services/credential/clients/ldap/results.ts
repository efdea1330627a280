import { ResultCodeError } from 'ldapts';

/** What a server's answer to a bind says about the password. */
export type BindResult =
  | { readonly kind: 'right' }
  /** The server refuses the login. `why` is only for the log. */
  | { readonly kind: 'refused'; readonly why: string }
  /** No answer about the password. Another server may give one. */
  | { readonly kind: 'no-answer'; readonly why: string };

/**
 * RFC 4511 appendix A. Only these codes mean that the credentials are wrong: noSuchObject, invalidDNSyntax (an account
 * this directory cannot have), inappropriateAuthentication (no password), invalidCredentials, insufficientAccessRights,
 * unwillingToPerform (locked).
 */
const REFUSALS = new Set([32, 34, 48, 49, 50, 53]);

/** The codes that Active Directory sends after `data`. */
const ACTIVE_DIRECTORY: Readonly<Record<string, string>> = {
  525: 'no such user',
  '52e': 'wrong password',
  530: 'not at this time',
  531: 'not at this place',
  532: 'the password has expired',
  533: 'the account is disabled',
  701: 'the account has expired',
  773: 'the password must be changed',
  775: 'the account is locked',
};

/** Interprets an error that `bind` threw. */
export function readBindError(error: unknown): BindResult {
  if (!(error instanceof ResultCodeError)) {
    return { kind: 'no-answer', why: error instanceof Error ? error.message : 'no answer' };
  }
  const data = /\bdata ([0-9a-f]{3}),/.exec(error.message)?.[1] ?? '';
  const why = ACTIVE_DIRECTORY[data] ?? `result ${error.code}`;
  return { kind: REFUSALS.has(error.code) ? 'refused' : 'no-answer', why };
}
