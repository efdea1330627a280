import { trustedIn } from '../../../libs/names/true-address.js';

/** Trust that stopped holding. */
export interface EndedTrust {
  /** Canonical; `*` is everyone. */
  readonly account: string;
  /** An address's prefix, `192.0.2.80/32`; undefined: a device, or whatever it was. */
  readonly prefix: string | undefined;
  /** When it stopped, in ms since the epoch. */
  readonly at: number;
}

export const EVERYONE = '*';

/** A web session that rests on trust. */
export interface TrustedSession {
  readonly account: string;
  /** The address it is good at. */
  readonly client: string;
  /** When it began, in ms since the epoch. */
  readonly since: number;
}

/** How far the clocks of two machines may be apart: better a session too many ended than one too few. */
const SLACK_MS = 5_000;

/** Whether trust that may have carried the session has ended since it began. */
export function hasEnded(session: TrustedSession, trusts: readonly EndedTrust[]): boolean {
  const { account, client, since } = session;
  return trusts.some(
    (trust) =>
      trust.at >= since - SLACK_MS &&
      (trust.account === account || trust.account === EVERYONE) &&
      (trust.prefix === undefined || trustedIn([trust.prefix])(client)),
  );
}
