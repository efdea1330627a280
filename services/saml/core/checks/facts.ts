import type { Assertion } from '../assertion.js';
import type { Element } from '../element.js';
import type { LoginTicket } from '../login-ticket.js';
import type { Effective } from '../settings.js';

/** What a check reads. Parts of the response are present once an earlier check has read them. */
export interface Facts {
  readonly settings: Effective;
  /** The ACS URL of this domain at this front-end. */
  readonly acsUrl: string;
  /** ms since the epoch */
  readonly now: number;
  /** Canonical account; empty if the response names the account. */
  readonly account: string;
  /** The login that this answers. Undefined for an unsolicited response, which the settings allow. */
  readonly ticket: LoginTicket | undefined;
  /** The `Response`, read from the signed bytes if it was signed. */
  readonly message: Element;
  readonly messageSigned: boolean;
  /** Always read from the signed bytes. */
  readonly assertion: Assertion;
}

/** Why a response is refused, with the values that do not match. Undefined if it passes. */
export type Finding = string | undefined;

/** A value in the form used in the log. */
export function shown(value: string | undefined, most = 300): string {
  return value === undefined ? 'nothing' : JSON.stringify(value.slice(0, most));
}

/** A time in the form used in the log. */
export function shownTime(ms: number | undefined): string {
  if (ms === undefined) return 'nothing';
  return Number.isFinite(ms) ? new Date(ms).toISOString() : 'no time';
}
