/** The domain of a canonical account. */
export function domainOf(account: string): string {
  return account.slice(account.indexOf('@') + 1);
}
