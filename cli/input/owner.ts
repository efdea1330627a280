/** Tells an account, which has an `@`, from a domain, which has none. */
export function splitOwner(text: string): { account: string; domain: string } {
  return text.includes('@') ? { account: text, domain: '' } : { account: '', domain: text };
}
