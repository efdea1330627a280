import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Clock } from '../../../libs/clock/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { Signer } from '../../../libs/web/index.js';
import type { ChangeParts } from '../commands/begin-change.js';
import type { SignInParts } from '../commands/sign-in-parts.js';
import type { Flow } from '../core/sign-in.js';
import type { Site } from '../core/site.js';
import type { Branding } from '../ports/branding.js';
import type { BrowserSessions } from '../ports/browser-sessions.js';
import type { Clients } from '../ports/clients.js';
import type { ForwardCodes } from '../ports/forward-codes.js';
import type { OwnSignIns, OwnTrusts } from '../ports/own.js';
import type { Sessions } from '../ports/policy.js';

/** What the routes need. */
export interface PageParts extends SignInParts, ChangeParts {
  readonly signer: Signer;
  readonly browsers: BrowserSessions;
  readonly sessions: Sessions;
  readonly ownTrusts: OwnTrusts;
  readonly ownSignIns: OwnSignIns;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly brandingOf: (domain: string) => Promise<Branding | undefined>;
  readonly log: Log;
  /** The clients that may send people here, and where they go back to. */
  readonly clients: Clients;
  /** One-time codes for protected hosts. */
  readonly codes: ForwardCodes;
  /** How each kind of flow goes on after a sign-in. */
  readonly arrivals: Arrivals;
}

export type Routes = Router;

/** The result of a sign-in, and its account. */
export interface Arrival<F extends Flow = Flow> {
  readonly flow: F;
  readonly account: string;
  readonly sessionSecret: string | undefined;
  readonly sessionUntil: number | undefined;
}

/** Where a browser goes next: a path on this host, or an address elsewhere. */
export interface Destination {
  readonly href: string;
  /** The address is on another host, and carries what nobody else should read. */
  readonly isElsewhere: boolean;
}

export interface Arrivals {
  /** Undefined if the client's request is over. */
  openid(
    site: Site,
    arrival: Arrival<Extract<Flow, { kind: 'openid' }>>,
  ): Promise<Destination | undefined>;
}

/** What the page says was done, read from its address. Undefined if it is none of these words. */
export function doneOf<D extends string>(ctx: Context, words: readonly D[]): D | undefined {
  return words.find((word) => word === ctx.query.done);
}
