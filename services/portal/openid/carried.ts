import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { BrowserSession, StandingSession } from '../ports.js';

/** What one request to OpenID Connect brings along with what it presents. */
export interface Carried {
  readonly request: IncomingMessage;
  /** The network it comes from; undefined: from a person who just signed in. */
  readonly begunBy: string | undefined;
  /** The browser's session for a client; undefined: none. */
  sessionOf(client: string): Promise<BrowserSession | undefined>;
  /** The session's secret that came with a code or a refresh token. */
  sessionSecret: string | undefined;
  /** When that session ends, ms since the epoch. */
  sessionUntil: number | undefined;
  /** The session behind the browser's sign-in, as it was asked about. */
  standing: StandingSession | undefined;
  /** The refresh token that a new one comes after. */
  predecessor: string | undefined;
}

const store = new AsyncLocalStorage<Carried>();

/** Runs the handling of a request; all that it calls sees what it carries. */
export function withCarried<T>(carried: Carried, run: () => T): T {
  return store.run(carried, run);
}

/** @throws Error outside of a request: a mistake of ours */
export function carried(): Carried {
  const found = store.getStore();
  if (found === undefined) throw new Error('nothing is carried outside of a request');
  return found;
}
