import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Log } from '../../../libs/log/index.js';
import type { Signer } from '../../../libs/web/index.js';
import type { ChangeParts } from '../commands/begin-change.js';
import type { SignInParts } from '../commands/sign-in-parts.js';
import type { Flow } from '../core/sign-in.js';
import type { Site } from '../core/site.js';
import type {
  Branding,
  BrowserSessions,
  Clients,
  Clock,
  ForwardCodes,
  OwnSignIns,
  OwnTrusts,
  Sessions,
} from '../ports.js';

/** What the routes are made of. */
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
  /** Who may send people here, and where they go back. */
  readonly clients: Clients;
  /** One-time codes for protected hosts. */
  readonly codes: ForwardCodes;
  /** Ways on from a sign-in. */
  readonly arrivals: Arrivals;
}

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
  /** Undefined: the client's request is over. */
  openid(
    site: Site,
    arrival: Arrival<Extract<Flow, { kind: 'openid' }>>,
  ): Promise<Destination | undefined>;
}

/** What a page says that it did, by the word in its address; undefined for what is none of these. */
export function doneOf<D extends string>(ctx: Context, words: readonly D[]): D | undefined {
  return words.find((word) => word === ctx.query.done);
}
