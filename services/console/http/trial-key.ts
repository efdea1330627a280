import type { Administrator } from '../core/administrator.js';

/** Under which it is kept what an administrator was told about the trial of a domain. */
export function trialKey({ account }: Pick<Administrator, 'account'>, domain: string): string {
  return `${account} ${domain}`;
}
