import { type AdministratorRole, isAtLeast } from '../../../libs/names/administrator-role.js';

/** Who is signed in, as the sign-in page said a moment ago. */
export interface Administrator {
  readonly account: string;
  readonly role: AdministratorRole;
  /** The one domain; `*`: every one. */
  readonly domain: string;
  /** What each call carries. */
  readonly ticket: string;
}

/** Whether pages of a domain are this administrator's to see. The services decide; this spares a page of refusals. */
export function reaches({ domain }: Pick<Administrator, 'domain'>, asked: string): boolean {
  return domain === '*' || domain === asked;
}

/** What a role may do on pages: what it may not, the page does not offer. */
export function mayHelp({ role }: Pick<Administrator, 'role'>): boolean {
  return isAtLeast(role, 'help-desk');
}

export function mayChange({ role }: Pick<Administrator, 'role'>): boolean {
  return isAtLeast(role, 'full');
}
