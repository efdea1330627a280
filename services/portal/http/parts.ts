import type Router from '@koa/router';
import type { Log } from '../../../libs/log/index.js';
import type { Service } from '../../../libs/names/services.js';
import type { SignInParts } from '../commands/sign-in-parts.js';
import type { Flow } from '../core/sign-in.js';
import type { BrowserSessions, Clock, Sessions } from '../ports.js';
import type { Signer } from './signed.js';

/** What the routes are made of. */
export interface PageParts extends SignInParts {
  readonly signer: Signer;
  readonly browsers: BrowserSessions;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
  /** Who may send people here, and where they go back. */
  readonly clients: ClientLookup;
  /** Ways on from a sign-in, by kind; each answers with where the browser goes. */
  readonly arrivals: Arrivals;
}

/** A client of the sign-in page, as far as pages need it. */
export interface PageClient {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  readonly domains: readonly string[];
  /** Of a protected host. */
  readonly origin?: string | undefined;
}

export type ClientLookup = (id: string) => PageClient | undefined;

export type Routes = Router;

/** What a sign-in ended with, and for whom. */
export interface Arrival<F extends Flow = Flow> {
  readonly flow: F;
  readonly account: string;
  readonly sessionSecret: string | undefined;
  readonly sessionUntil: number | undefined;
}

/** Where a browser goes next: a path here, or another origin's address. */
export interface Destination {
  readonly href: string;
  /** It leaves this host, and carries what nobody else should read. */
  readonly isElsewhere: boolean;
}

export interface Arrivals {
  openid(arrival: Arrival<Extract<Flow, { kind: 'openid' }>>): Promise<Destination>;
  forward(arrival: Arrival<Extract<Flow, { kind: 'forward' }>>): Promise<Destination>;
}
