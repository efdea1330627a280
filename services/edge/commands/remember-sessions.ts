import type { MailToken, ValidSession } from '../core/web-session.js';
import type { Clock, Sessions } from '../ports.js';
import { RememberedAnswers } from './remembered-answers.js';

/**
 * How long an answer is used: changed rules and the passing of time take effect within this time. The end of a session
 * takes effect once it is heard of.
 */
const REMEMBERED_MS = 1_000;
/** A remembered mail token is given out while it is valid for at least this long. */
const LEFT_MS = 60_000;

export interface RememberedSessions extends Pick<Sessions, 'end'> {
  /** @param fresh asks policy even if an answer is remembered */
  check(secret: string, client: string, fresh: boolean): Promise<ValidSession | undefined>;
  /** A remembered token is only returned for a session that `check` has just confirmed. */
  mailToken(secret: string): Promise<MailToken | undefined>;
  /** Endings are received from now on, so answers may be remembered. */
  follow(): void;
  /** Trust of an account ended, so remembered answers about its sessions are dropped. */
  ended(account: string): void;
  /** Endings are no longer received, so nothing is remembered until they are again. */
  lose(): void;
}

/**
 * Remembers answers about sessions for a second, so that the many requests of one page ask once. Does so only while
 * endings are received. Requests that arrive while an answer is pending wait for it. Failures are not remembered.
 */
export function rememberSessions(parts: { sessions: Sessions; clock: Clock }): RememberedSessions {
  const { sessions, clock } = parts;
  const answers = new RememberedAnswers<ValidSession | undefined>((session) => session?.account);
  const tokens = new RememberedAnswers<MailToken | undefined>();
  let isFollowing = false;
  return {
    check(secret, client, fresh) {
      const ask = () => sessions.check(secret, client);
      if (fresh || !isFollowing) return ask();
      const isGood = () => true;
      return answers.get(secret, { client, now: clock.now(), ask, isGood, keepMs: REMEMBERED_MS });
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
      answers.ended(account);
    },
    lose() {
      isFollowing = false;
      answers.forgetAll();
    },
    async end(secret) {
      await sessions.end(secret);
      answers.forget(secret);
      tokens.forget(secret);
    },
  };
}
