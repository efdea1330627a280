import type { Clock } from '../ports.js';

/** Longer than Dovecot takes between introspecting a token and the lookup that follows. */
const KEPT_MS = 10_000;
const MOST = 10_000;
/** The most tokens of one account: connections that one person's webmail opens at a time. */
const MOST_OF_ONE = 20;

/**
 * Recently introspected mail tokens, by account. Dovecot 2.4 introspects a token and then looks its account up, with
 * the address and the service but without the token. Policy decides the lookup with the token stored here, so a session
 * that has ended meanwhile lets nobody in. Each introspection is valid for one lookup, so a lookup without a token of
 * its own finds none left. A lookup at another replica finds no token and is denied.
 */
export interface IntrospectedTokens {
  add(account: string, token: string): void;
  /** The newest token, which is removed. Undefined if none was introspected here or all were taken. */
  take(account: string): string | undefined;
}

interface Kept {
  readonly token: string;
  readonly at: number;
}

/** An empty store. It holds at most 10,000 accounts with 20 tokens each. */
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
