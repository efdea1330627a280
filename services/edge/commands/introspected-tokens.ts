import type { Clock } from '../ports.js';

/** Between the introspection of a token and the lookup that follows it, Dovecot needs no longer. */
const KEPT_MS = 10_000;
const MOST = 10_000;
/** Of one account: connections that one person's webmail opens at a time. */
const MOST_OF_ONE = 20;

/**
 * Mail tokens that were introspected a moment ago, by account. Dovecot 2.4 introspects a token and then
 * looks its account up, without the token and with the address and the service: the lookup is decided
 * with the token that is kept here, by policy, so that a session that ended meanwhile lets nobody in.
 * Each introspection is good for one lookup: whoever asks with no token of their own finds none left.
 * A lookup at another replica finds none, and is denied.
 */
export interface IntrospectedTokens {
  add(account: string, token: string): void;
  /** The newest, once; undefined: none was introspected here, or each was taken. */
  take(account: string): string | undefined;
}

interface Kept {
  readonly token: string;
  readonly at: number;
}

/** An empty list of introspected tokens. It keeps at most 10,000 accounts, 20 tokens each. */
export function introspectedTokens(clock: Clock): IntrospectedTokens {
  const kept = new Map<string, Kept[]>();
  const isGood = ({ at }: Kept) => clock.now() - at < KEPT_MS;
  return {
    add(account, token) {
      const before = (kept.get(account) ?? []).filter(isGood);
      kept.delete(account);
      kept.set(account, [...before, { token, at: clock.now() }].slice(-MOST_OF_ONE));
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    take(account) {
      const found = kept.get(account)?.pop();
      if (kept.get(account)?.length === 0) kept.delete(account);
      return found !== undefined && isGood(found) ? found.token : undefined;
    },
  };
}
