import type { Disowned, TrialLogin } from './trial-login.js';

/** Whether an allowed login was the person's own, as far as is known. */
export type Genuine = 'genuine' | 'recent' | 'disowned';

/** A single factor may have been stolen. A person whose factor was stolen is expected to report it within this time. */
export const PROVEN_AFTER_MS = 14 * 86_400_000;

/** The disowned events of each account. */
export type DisownedByAccount = ReadonlyMap<string, readonly Disowned[]>;

/**
 * A login with two or more factors counts as the person's own. A login with one factor does once 14 days have passed
 * without the person disowning it. If a person disowns an event, all their one-factor logins from that event until the
 * report count as disowned.
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
