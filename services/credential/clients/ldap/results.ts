import { ResultCodeError } from 'ldapts';

/** What a server's answer to a bind says of the password. */
export type BindResult =
  | { readonly kind: 'right' }
  /** The server does not let them in; `why` is for the log alone. */
  | { readonly kind: 'refused'; readonly why: string }
  /** No answer about the password: another server may give one. */
  | { readonly kind: 'no-answer'; readonly why: string };

/**
 * RFC 4511 appendix A. Only these say that the credentials are no good: no such object, invalid DN
 * syntax (of an account this directory cannot have), inappropriate authentication (no password),
 * invalid credentials, insufficient access, unwilling to perform (locked).
 */
const REFUSALS = new Set([32, 34, 48, 49, 50, 53]);

/** What Active Directory says after `data`. */
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

/** Reads what `bind` threw. */
export function readBindError(error: unknown): BindResult {
  if (!(error instanceof ResultCodeError)) {
    return { kind: 'no-answer', why: error instanceof Error ? error.message : 'no answer' };
  }
  const data = /\bdata ([0-9a-f]{3}),/.exec(error.message)?.[1] ?? '';
  const why = ACTIVE_DIRECTORY[data] ?? `result ${error.code}`;
  return { kind: REFUSALS.has(error.code) ? 'refused' : 'no-answer', why };
}
