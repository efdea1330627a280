import type { MailToken, NewSession, ValidSession } from '../core/web-session.js';
import type { BroughtCode, RedeemCode, Sessions } from '../ports.js';

/** What policy and portal answer about sessions, set by a test. */
export interface SpokenSessions {
  /** The valid sessions by their secret. */
  readonly validSessions: Map<string, ValidSession>;
  readonly tokens: Map<string, MailToken>;
  /** One-time codes. A redeemed code is removed. */
  readonly codes: Map<string, NewSession & { account: string }>;
  /** The secrets and addresses that policy was asked about. */
  readonly asked: [string, string][];
  readonly brought: BroughtCode[];
  /** What policy and portal throw from now on. Undefined: nothing. */
  failWith(error: Error | undefined): void;
  /** Sets what happens between a question about a session and its answer, which gives the earlier state. */
  meanwhile(passes: () => Promise<void>): void;
  readonly sessions: Sessions;
  readonly redeem: RedeemCode;
}

/** policy and portal without any session, token or code, until a test adds some. */
export function speakForSessions(): SpokenSessions {
  const validSessions = new Map<string, ValidSession>();
  const tokens = new Map<string, MailToken>();
  const codes = new Map<string, NewSession & { account: string }>();
  const asked: [string, string][] = [];
  const brought: BroughtCode[] = [];
  let failure: Error | undefined;
  let meanwhile = () => Promise.resolve();
  const reach = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    ...{ validSessions, tokens, codes, asked, brought },
    failWith(error) {
      failure = error;
    },
    meanwhile(passes) {
      meanwhile = passes;
    },
    sessions: {
      async check(secret, client) {
        asked.push([secret, client]);
        reach();
        const session = validSessions.get(secret);
        await meanwhile();
        return session;
      },
      async introspect(token) {
        reach();
        return validSessions.get(token);
      },
      async mailToken(secret) {
        reach();
        return tokens.get(secret);
      },
      async end(secret) {
        reach();
        validSessions.delete(secret);
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
