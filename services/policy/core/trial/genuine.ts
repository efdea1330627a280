import type { Disowned, TrialLogin } from './trial-login.js';

/** Whether an allowed login was the person's own, as far as can be known. */
export type Genuine = 'genuine' | 'recent' | 'disowned';

/** One factor may be anybody's; who was robbed says so within so long. */
export const PROVEN_AFTER_MS = 14 * 86_400_000;

/** What people said of their sign-ins, by account. */
export type DisownedByAccount = ReadonlyMap<string, readonly Disowned[]>;

/**
 * Two factors or more are the person's; one factor is, once it was not disowned for 14 days. Whoever says of
 * one event that it was not them may not have been there since, until they said so.
 */
export function genuineness(
  {
    account,
    decisionId,
    time,
    twoFactors,
  }: Pick<TrialLogin, 'account' | 'decisionId' | 'time' | 'twoFactors'>,
  { disowned, now }: { readonly disowned: DisownedByAccount; readonly now: number },
): Genuine {
  if (twoFactors) return 'genuine';
  const said = disowned.get(account) ?? [];
  if (said.some(({ about, since, at }) => about === decisionId || (since <= time && time <= at))) {
    return 'disowned';
  }
  return now - time >= PROVEN_AFTER_MS ? 'genuine' : 'recent';
}
