import type { Assertion } from '../assertion.js';
import type { Element } from '../element.js';
import type { LoginTicket } from '../login-ticket.js';
import type { Effective } from '../settings.js';

/** What a check looks at. What is read of the response is there from the check on that read it. */
export interface Facts {
  readonly settings: Effective;
  /** The assertion consumer service of this domain at this front-end. */
  readonly acsUrl: string;
  /** ms since the epoch */
  readonly now: number;
  /** Canonical; empty: whoever the response names. */
  readonly account: string;
  /** The login this answers; undefined: none of ours, which the settings allow. */
  readonly ticket: LoginTicket | undefined;
  /** The `Response`: from the bytes that were signed, where it was. */
  readonly message: Element;
  readonly messageSigned: boolean;
  /** From the bytes that were signed, always. */
  readonly assertion: Assertion;
}

/** Why a response is not accepted, with the values that do not fit; undefined: it passes. */
export type Finding = string | undefined;

/** A value as the log shows it. */
export function shown(value: string | undefined, most = 300): string {
  return value === undefined ? 'nothing' : JSON.stringify(value.slice(0, most));
}

/** A time as the log shows it. */
export function shownTime(ms: number | undefined): string {
  if (ms === undefined) return 'nothing';
  return Number.isFinite(ms) ? new Date(ms).toISOString() : 'no time';
}
