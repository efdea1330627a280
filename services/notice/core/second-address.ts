/** How long a link that confirms works, in ms. */
export const LINK_MS = 86_400_000;
/** How long an address that was replaced or removed is served, in ms: a thief who sets another hides nothing. */
export const SERVED_MS = 72 * 3_600_000;
/** Links that one person may have sent in a day, and that one address may get from everybody. */
export const MOST_LINKS = { person: 3, address: 3 } as const;

/** An address besides the mailbox. Times are in ms since the epoch. */
export interface SecondAddress {
  readonly address: string;
  readonly state: 'asked' | 'confirmed' | 'former';
  readonly since: number;
  /** Absent: it does not end. */
  readonly until: number | undefined;
}

/** What one mailbox is counted by: a tag (`luca+x@…`, RFC 5233) is the same mailbox’s. */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).replace(/\+.*/, '') || address.slice(0, at)}${address.slice(at)}`;
}

/** Whether an administrator did something, as events name who did. */
export function isAdministrator({ certificate }: { readonly certificate: string }): boolean {
  return certificate.startsWith('spiffe://gatepost/admin/');
}
