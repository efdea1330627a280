import type { Trusting } from './keep-trusting.js';
import type { Watching } from './keep-watching.js';
import type { TrustEvent } from './read-trust-events.js';

/** What is wrong with the record, or with what a watcher received. */
export interface Verdict {
  readonly trusts: number;
  readonly renewals: number;
  readonly expired: number;
  readonly revoked: number;
  /** Grants that were answered but have no event. */
  readonly ungranted: number;
  /** Trust that never ended. */
  readonly lost: number;
  /** Trust that ended more than once, or was granted after it had ended. */
  readonly twice: number;
  /** Trust that expired at another time than its last grant said, or that expired after Revoke had ended it. */
  readonly wrong: number;
  /** Trust whose end the watcher did not receive. */
  readonly unseen: number;
}

/** Follows each trust through the record, in commit order. */
export function judge(
  events: readonly TrustEvent[],
  { granted, revoked }: Pick<Trusting, 'granted' | 'revoked'>,
  { ended }: Pick<Watching, 'ended'>,
): Verdict {
  const until = new Map<string, number>();
  const over = new Map<string, TrustEvent>();
  const grants = new Set<string>();
  const counts = { renewals: 0, twice: 0, wrong: 0 };
  for (const event of events) {
    const { type, trustId } = event;
    if (over.has(trustId)) counts.twice += 1;
    if (type === 'granted') {
      if (until.has(trustId)) counts.renewals += 1;
      until.set(trustId, event.until);
      grants.add(`${trustId} ${event.until}`);
      continue;
    }
    over.set(trustId, event);
    const last = until.get(trustId);
    const right = last !== undefined && (type === 'expired' ? event.at === last : event.at < last);
    if (!right) counts.wrong += 1;
  }
  const kindOf = (trustId: string) => over.get(trustId)?.type;
  const seen = new Set(ended.map(({ trustId }) => trustId));
  return {
    trusts: until.size,
    ...counts,
    wrong: counts.wrong + revoked.filter((trustId) => kindOf(trustId) !== 'revoked').length,
    expired: [...over.values()].filter(({ type }) => type === 'expired').length,
    revoked: [...over.values()].filter(({ type }) => type === 'revoked').length,
    ungranted: granted.filter((each) => !grants.has(`${each.trustId} ${each.until}`)).length,
    lost: [...until.keys()].filter((trustId) => !over.has(trustId)).length,
    unseen: [...over.keys()].filter((trustId) => !seen.has(trustId)).length,
  };
}
