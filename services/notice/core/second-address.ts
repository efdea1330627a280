/** How long a confirmation link is valid, in ms. */
export const LINK_MS = 86_400_000;
/**
 * How long an address that was replaced or removed keeps receiving notices, in ms, so that a thief who sets another one
 * hides nothing.
 */
export const SERVED_MS = 72 * 3_600_000;
/** How many links one person may send in a day, and one address may get from everybody. */
export const MOST_LINKS = { person: 3, address: 3 } as const;

/** An address besides the mailbox. Times are in ms since the epoch. */
export interface SecondAddress {
  readonly address: string;
  readonly state: 'asked' | 'confirmed' | 'former';
  readonly since: number;
  /** Absent: it does not expire. */
  readonly until: number | undefined;
}

/** The mailbox that an address counts against. A tag (`luca+x@…`, RFC 5233) belongs to the same mailbox. */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).replace(/\+.*/, '') || address.slice(0, at)}${address.slice(at)}`;
}

/** Whether an event's actor is an administrator. */
export function isAdministrator({ certificate }: { readonly certificate: string }): boolean {
  return certificate.startsWith('spiffe://gatepost/admin/');
}
