/** Whose: an account has an `@`, a domain has none. */
export function splitOwner(text: string): { account: string; domain: string } {
  return text.includes('@') ? { account: text, domain: '' } : { account: '', domain: text };
}
