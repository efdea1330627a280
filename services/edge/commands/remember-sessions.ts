import type { MailToken, StandingSession } from '../core/web-session.js';
import type { Clock, Sessions } from '../ports.js';
import { RememberedAnswers } from './remembered-answers.js';

/** A rule that changes, and time that passes, is seen within this time; an ending when it is heard of. */
const STANDS_MS = 1_000;
/** A mail token is given out for as long as it has this time left. */
const LEFT_MS = 60_000;

export interface RememberedSessions extends Pick<Sessions, 'end'> {
  /** @param fresh asks, whatever is remembered */
  check(secret: string, client: string, fresh: boolean): Promise<StandingSession | undefined>;
  /** One that is remembered is for a session that `check` has just said stands. */
  mailToken(secret: string): Promise<MailToken | undefined>;
  /** From now on each ending is heard of: answers may be remembered. */
  follow(): void;
  /** Trust of an account ended: what is remembered of its sessions is not true any more. */
  ended(account: string): void;
  /** Endings are not heard of any more: nothing is remembered until they are. */
  lose(): void;
}

/**
 * Sessions of which the answer is remembered for a second, so that the many requests of one page ask
 * once; and only while endings are heard of. Requests that come while the answer is on its way wait
 * for it. Failures are not remembered.
 */
export function rememberSessions(parts: { sessions: Sessions; clock: Clock }): RememberedSessions {
  const { sessions, clock } = parts;
  const standing = new RememberedAnswers<StandingSession | undefined>(
    (session) => session?.account,
  );
  const tokens = new RememberedAnswers<MailToken | undefined>();
  let isFollowing = false;
  return {
    check(secret, client, fresh) {
      const ask = () => sessions.check(secret, client);
      if (fresh || !isFollowing) return ask();
      const isGood = () => true;
      return standing.get(secret, { client, now: clock.now(), ask, isGood, keepMs: STANDS_MS });
    },
    mailToken(secret) {
      const now = clock.now();
      const isGood = (token: MailToken | undefined) =>
        token !== undefined && token.expiresAt - now > LEFT_MS;
      const ask = () => sessions.mailToken(secret);
      const keepMs = Number.POSITIVE_INFINITY;
      return tokens.get(secret, { client: '', now, ask, isGood, keepMs });
    },
    follow() {
      isFollowing = true;
    },
    ended(account) {
      standing.ended(account);
    },
    lose() {
      isFollowing = false;
      standing.forgetAll();
    },
    async end(secret) {
      await sessions.end(secret);
      standing.forget(secret);
      tokens.forget(secret);
    },
  };
}
