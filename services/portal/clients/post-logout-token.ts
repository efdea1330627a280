import { abortScope } from '../../../libs/clock/index.js';
import type { PostLogoutToken } from '../ports/client-logouts.js';

/** Far shorter than the lease of a claim. */
const TIMEOUT_MS = 5_000;

/**
 * Posts a logout token to the address that the operator registered (OpenID Connect Back-Channel Logout
 * 1.0, section 2.5). It waits five seconds, follows no redirect, and reads only the status of the answer.
 * @throws Error whose message is safe to show
 */
export const postLogoutToken: PostLogoutToken = async (uri, token, signal) => {
  const scope = abortScope({ signals: [signal], ms: TIMEOUT_MS });
  try {
    const answer = await fetch(uri, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
      redirect: 'manual',
      signal: scope.signal,
    }).catch(() => {
      throw new Error(scope.timedOut ? 'no answer within 5 s' : 'it cannot be reached');
    });
    // The body is not read.
    await answer.body?.cancel().catch(() => undefined);
    if (answer.status !== 200 && answer.status !== 204) {
      throw new Error(`it answered ${answer.status}`);
    }
  } finally {
    scope.release();
  }
};
