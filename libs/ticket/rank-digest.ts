import { createHash } from 'node:crypto';

/** At most so many accounts with more roles are named in a ticket, so that it stays short. */
export const MOST_OUTRANKING = 48;
/** The length of `rankDigest`: 72 bits as base64url. */
export const RANK_DIGEST_LENGTH = 12;

/** How an administrator's ticket names an account with more roles. @param account canonical */
export function rankDigest(account: string): string {
  const digest = createHash('sha256').update(`rank\n${account}`).digest('base64url');
  return digest.slice(0, RANK_DIGEST_LENGTH);
}
