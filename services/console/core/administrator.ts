import { type AdministratorRole, isAtLeast } from '../../../libs/names/administrator-role.js';

/** The administrator who is signed in, as the sign-in page confirmed for this request. */
export interface Administrator {
  readonly account: string;
  readonly role: AdministratorRole;
  /** The administered domain; `*` means all. */
  readonly domain: string;
  /** Sent with each call. */
  readonly ticket: string;
}

/**
 * Whether this administrator may see the pages of a domain. The services decide; this check only avoids a page full of
 * refusals.
 */
export function reaches({ domain }: Pick<Administrator, 'domain'>, asked: string): boolean {
  return domain === '*' || domain === asked;
}

/** Whether the role may use the help desk's acts. Pages do not offer what the role may not do. */
export function mayHelp({ role }: Pick<Administrator, 'role'>): boolean {
  return isAtLeast(role, 'help-desk');
}

/** Whether the role may change the document. Pages do not offer what the role may not do. */
export function mayChange({ role }: Pick<Administrator, 'role'>): boolean {
  return isAtLeast(role, 'full');
}
