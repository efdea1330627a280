import type { Clock } from '../ports.js';

/** Between the introspection of a token and the lookup that follows it, Dovecot needs no longer. */
const KEPT_MS = 10_000;
const MOST = 10_000;

/**
 * Mail tokens that were introspected a moment ago, by account. Dovecot 2.4 introspects a token and then
 * looks its account up, without the token and with the address and the service: the lookup is decided
 * with the token that is kept here. A lookup at another replica finds none, and is denied.
 */
export interface IntrospectedTokens {
  add(account: string, token: string): void;
  /** The newest; undefined: none was introspected here. */
  of(account: string): string | undefined;
}

export function introspectedTokens(clock: Clock): IntrospectedTokens {
  const kept = new Map<string, { token: string; at: number }>();
  return {
    add(account, token) {
      kept.delete(account);
      kept.set(account, { token, at: clock.now() });
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    of(account) {
      const found = kept.get(account);
      return found !== undefined && clock.now() - found.at < KEPT_MS ? found.token : undefined;
    },
  };
}
