import type { MailToken, NewSession, StandingSession } from '../core/web-session.js';
import type { BroughtCode, RedeemCode, Sessions } from '../ports.js';

/** What policy and portal say of sessions, for a test to speak. */
export interface SpokenSessions {
  /** Those that stand, by their secret. */
  readonly standing: Map<string, StandingSession>;
  readonly tokens: Map<string, MailToken>;
  /** One-time codes; one that is redeemed is gone. */
  readonly codes: Map<string, NewSession & { account: string }>;
  /** Secrets and addresses that policy was asked about. */
  readonly asked: [string, string][];
  readonly brought: BroughtCode[];
  /** What policy and portal throw from now on; undefined: nothing. */
  failWith(error: Error | undefined): void;
  readonly sessions: Sessions;
  readonly redeem: RedeemCode;
}

export function speakForSessions(): SpokenSessions {
  const standing = new Map<string, StandingSession>();
  const tokens = new Map<string, MailToken>();
  const codes = new Map<string, NewSession & { account: string }>();
  const asked: [string, string][] = [];
  const brought: BroughtCode[] = [];
  let failure: Error | undefined;
  const reach = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    ...{ standing, tokens, codes, asked, brought },
    failWith(error) {
      failure = error;
    },
    sessions: {
      async check(secret, client) {
        asked.push([secret, client]);
        reach();
        return standing.get(secret);
      },
      async introspect(token) {
        reach();
        return standing.get(token);
      },
      async mailToken(secret) {
        reach();
        return tokens.get(secret);
      },
      async end(secret) {
        reach();
        standing.delete(secret);
      },
    },
    async redeem(code) {
      brought.push(code);
      reach();
      const found = codes.get(code.code);
      codes.delete(code.code);
      return found;
    },
  };
}
