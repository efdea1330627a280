import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { BrowserSession } from '../ports/browser-sessions.js';
import type { ValidSession } from '../ports/policy.js';

/** What one OpenID Connect request carries besides what it presents. */
export interface Carried {
  readonly request: IncomingMessage;
  /** The network that the request comes from. Undefined if a person just signed in. */
  readonly begunBy: string | undefined;
  /** The browser's session for a client, if it has one. */
  sessionOf(client: string): Promise<BrowserSession | undefined>;
  /** The session's secret that was stored with the presented code or refresh token. */
  sessionSecret: string | undefined;
  /** When that session ends, ms since the epoch. */
  sessionUntil: number | undefined;
  /** The session behind the browser's sign-in, as policy answered. */
  validSession: ValidSession | undefined;
  /** The refresh token that is replaced. */
  predecessor: string | undefined;
}

const store = new AsyncLocalStorage<Carried>();

/** Runs the handling of a request. Everything that it calls can read `carried()`. */
export function withCarried<T>(carried: Carried, run: () => T): T {
  return store.run(carried, run);
}

/** @throws Error outside of a request, which is a programming error */
export function carried(): Carried {
  const found = store.getStore();
  if (found === undefined) throw new Error('nothing is carried outside of a request');
  return found;
}
